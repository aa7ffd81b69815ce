import Glibc
import Synchronization
import Xen

/// The server's thread: waits for all sockets together and serves whichever can go on.
final class ServerLoop {
    private let xenstore: MockXenstore
    private let signals: ServerSignals
    private let limits: ServerLimits
    private let events: EventPoll
    private let listeners: [Int32: Listener]
    private var isAccepting = true
    private var connections: [Int32: ServerConnection] = [:]
    /// The sockets that have been closed since they were last taken off the list.
    private var closed: [Int32] = []
    private var scratch = [UInt8](repeating: 0, count: 1 << 16)

    init(
        _ xenstore: MockXenstore,
        _ signals: ServerSignals,
        _ listeners: [Listener],
        _ limits: ServerLimits,
        _ events: EventPoll
    ) {
        self.xenstore = xenstore
        self.signals = signals
        self.limits = limits
        self.events = events
        self.listeners = Dictionary(listeners.map { ($0.descriptor, $0) }) { first, _ in first }
        for descriptor in [signals.bell.descriptor] + listeners.map(\.descriptor) {
            _ = self.events.add(descriptor, .input)
        }
    }

    /// Serves until the signals say stop, then closes every socket.
    func run() {
        while !signals.isStopping {
            deliver(signals.sleep())
            let isDelaying = xenstore.isDelayingEvents
            let timeout: Int32 = signals.hasNews ? 0 : isDelaying ? Self.delay : -1
            let count = events.wait(timeout)
            signals.wake()
            if isDelaying, count == 0 { xenstore.deliverDelayedEvents() }
            for index in 0..<count { serve(events[index].descriptor, events[index].interest) }
            deliver(signals.takeNews())
            reap()
        }
        for connection in connections.values {
            connection.close()
            connection.release()
        }
        for listener in listeners.values { listener.close() }
    }

    /// How long an event that a fault holds back is held when no requests come any more, in milliseconds.
    private static let delay: Int32 = 20

    private func serve(_ descriptor: Int32, _ interest: EventPoll.Interest) {
        if let connection = connections[descriptor] {
            if interest.contains(.output) { connection.write() }
            // A client that has hung up may have left requests; reading them ends with its end.
            if !interest.isDisjoint(with: [.input, .end]), !connection.isClosed { connection.read(&scratch) }
            update(connection)
        } else if descriptor == signals.bell.descriptor {
            signals.bell.silence()
        } else if let listener = listeners[descriptor] {
            accept(listener)
        }
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
            guard events.add(socket, .input) else {
                Glibc.close(socket)
                return
            }
            let mailbox = ServerMailbox { [signals] in signals.tell(of: socket) }
            connections[socket] = ServerConnection(socket, listener.domain, xenstore, mailbox, limits)
        }
        keepAccepting(connections.count < limits.connections)
    }

    /// Leaves those who come in the kernel's queue while there are as many connections as may be.
    private func keepAccepting(_ accepts: Bool) {
        guard accepts != isAccepting else { return }
        isAccepting = accepts
        for listener in listeners.keys { events.change(listener, accepts ? .input : []) }
    }

    private func update(_ connection: ServerConnection) {
        guard !connection.isClosed else {
            closed.append(connection.socket)
            return
        }
        let interest = connection.interest
        guard interest != connection.registered else { return }
        connection.registered = interest
        events.change(connection.socket, interest)
    }

    /// Forgets closed connections. Their descriptors' numbers may be used again only after this, since none is accepted
    /// in between.
    private func reap() {
        guard !closed.isEmpty else { return }
        for socket in closed { connections[socket]?.release() }
        for socket in closed { connections[socket] = nil }
        closed.removeAll(keepingCapacity: true)
        keepAccepting(connections.count < limits.connections)
    }
}
