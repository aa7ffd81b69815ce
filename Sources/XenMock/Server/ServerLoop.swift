import Glibc
import Synchronization
import Xen

/// The server's thread: waits for all sockets together and serves whichever can go on.
final class ServerLoop {
    private let xenstore: MockXenstore
    private let signals: ServerSignals
    private let listeners: [Listener]
    private let limits: ServerLimits
    private var connections: [Int32: ServerConnection] = [:]
    private var descriptors: [pollfd] = []
    private var slots: [Int32: Int] = [:]
    private var closed: [Int32] = []
    private var scratch = [UInt8](repeating: 0, count: 1 << 16)

    init(_ xenstore: MockXenstore, _ signals: ServerSignals, _ listeners: [Listener], _ limits: ServerLimits) {
        self.xenstore = xenstore
        self.signals = signals
        self.listeners = listeners
        self.limits = limits
        descriptors = [pollfd(fd: signals.bell.descriptor, events: Int16(POLLIN), revents: 0)]
        descriptors += listeners.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    }

    /// Serves until the signals say stop, then closes every socket.
    func run() {
        while !signals.isStopping {
            deliver(signals.sleep())
            let isFull = connections.count >= limits.connections
            for index in 1...listeners.count { descriptors[index].events = isFull ? 0 : Int16(POLLIN) }
            let isDelaying = xenstore.isDelayingEvents
            let timeout: Int32 = signals.hasNews ? 0 : isDelaying ? Self.delay : -1
            let ready = poll(&descriptors, nfds_t(descriptors.count), timeout)
            signals.wake()
            if isDelaying, ready == 0 { xenstore.deliverDelayedEvents() }
            if ready > 0 { serve(ready) }
        }
        for connection in connections.values { connection.close() }
        for listener in listeners { listener.close() }
    }

    /// How long an event that a fault holds back is held when no requests come any more, in milliseconds.
    private static let delay: Int32 = 20

    private func serve(_ ready: Int32) {
        var remaining = ready
        if descriptors[0].revents != 0 {
            signals.bell.silence()
            remaining -= 1
        }
        // New connections are put at the end, out of the way of this walk, and served when they have something.
        let count = descriptors.count
        var index = 1
        while index < count, remaining > 0 {
            let descriptor = descriptors[index]
            if descriptor.revents != 0 {
                remaining -= 1
                if index <= listeners.count {
                    accept(listeners[index - 1])
                } else if let connection = connections[descriptor.fd] {
                    serve(connection, descriptor.revents)
                }
            }
            index += 1
        }
        deliver(signals.takeNews())
        reap()
    }

    private func serve(_ connection: ServerConnection, _ events: Int16) {
        if Int32(events) & POLLOUT != 0 { connection.write() }
        // A client that has hung up may have left requests; reading them ends with its end.
        if Int32(events) & (POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0, !connection.isClosed {
            connection.read(&scratch)
        }
        update(connection)
    }

    /// Sends what the requests of others, or calls from outside, have put into mailboxes.
    private func deliver(_ sockets: [Int32]) {
        for socket in sockets {
            guard let connection = connections[socket], !connection.isClosed else { continue }
            connection.write()
            update(connection)
        }
    }

    private func accept(_ listener: Listener) {
        while connections.count < limits.connections, let socket = listener.accept() {
            let mailbox = ServerMailbox { [signals] in signals.tell(of: socket) }
            connections[socket] = ServerConnection(socket, listener.domain, xenstore, mailbox, limits)
            slots[socket] = descriptors.count
            descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0))
        }
    }

    private func update(_ connection: ServerConnection) {
        guard let slot = slots[connection.socket] else { return }
        if connection.isClosed {
            closed.append(connection.socket)
        } else {
            descriptors[slot].events = connection.events
        }
    }

    /// Gives the places of closed sockets to the last ones. Their numbers may be used again only after this, since none
    /// is accepted in between.
    private func reap() {
        for socket in closed {
            connections[socket] = nil
            guard let slot = slots.removeValue(forKey: socket) else { continue }
            let last = descriptors.removeLast()
            if slot < descriptors.count {
                descriptors[slot] = last
                slots[last.fd] = slot
            }
        }
        closed.removeAll(keepingCapacity: true)
    }
}
