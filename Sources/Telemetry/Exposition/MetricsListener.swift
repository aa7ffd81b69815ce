import Dispatch
import Glibc

/// Serves the page to a scraper on this machine.
///
/// One thread serves all clients and waits for none: each has a few seconds for its request and for reading the answer,
/// a request has to be short, and beyond a few clients at a time further ones wait in the kernel's queue.
public final class MetricsListener: Sendable {
    private let descriptor: Int32
    /// Written to when the listener is to end.
    private let stopper: (read: Int32, write: Int32)
    private let page: @Sendable () -> MetricsPage
    private let ended = DispatchSemaphore(value: 0)

    /// How many clients are served at a time.
    static let mostClients = 8
    /// How many more the kernel keeps waiting.
    private static let queueLength: Int32 = 16

    /// Listens from now on.
    ///
    /// - Parameters:
    ///   - address: where.
    ///   - page: makes the page of a scrape. It is called on the listener's thread.
    public init(at address: LoopbackAddress, page: @escaping @Sendable () -> MetricsPage) throws(MetricsListenerError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.isVersionSix ? AF_INET6 : AF_INET, kind, 0)
        guard descriptor >= 0 else { throw MetricsListenerError(address, errno) }
        var yes: Int32 = 1
        // A restart must not wait for the connections of the run before to time out.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var ends: [Int32] = [0, 0]
        guard address.withSocketAddress({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, Self.queueLength) == 0,
            pipe(&ends) == 0
        else {
            let error = errno
            close(descriptor)
            throw MetricsListenerError(address, error)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.descriptor = descriptor
        self.page = page
        stopper = (ends[0], ends[1])
        DispatchQueue(label: "ballast metrics").async { self.serve() }
    }

    deinit {
        close(descriptor)
        close(stopper.read)
        close(stopper.write)
    }

    /// Ends the listener and cuts the clients off that are still there.
    public func stop() {
        var byte: UInt8 = 0
        _ = write(stopper.write, &byte, 1)
        ended.wait()
    }

    private func serve() {
        defer { ended.signal() }
        var clients: [Client] = []
        while true {
            var waits = [pollfd(fd: stopper.read, events: Int16(POLLIN), revents: 0)]
            // A descriptor below 0 is passed over.
            let isFull = clients.count >= Self.mostClients
            waits.append(pollfd(fd: isFull ? -1 : descriptor, events: Int16(POLLIN), revents: 0))
            for client in clients {
                waits.append(pollfd(fd: client.connection.descriptor, events: client.connection.events, revents: 0))
            }
            let limit = clients.map { $0.connection.deadline }.min().map { max(.zero, $0 - .now) }
            let ready = poll(&waits, nfds_t(waits.count), limit.map { Int32($0 / .milliseconds(1)) + 1 } ?? -1)
            guard ready >= 0 || errno == EINTR, waits[0].revents == 0 else { return }
            let now = ContinuousClock.now
            clients = zip(clients, waits.dropFirst(2)).filter { client, wait in
                guard client.connection.deadline > now else { return false }
                return ready <= 0 || wait.revents == 0 || client.connection.advance(page)
            }.map { $0.0 }
            if ready > 0, waits[1].revents != 0 { accept(into: &clients, at: now) }
        }
    }

    /// A client, which stays where it is while others come and go.
    private final class Client {
        var connection: ScrapeConnection

        init(_ connection: consuming ScrapeConnection) {
            self.connection = connection
        }
    }

    private func accept(into clients: inout [Client], at now: ContinuousClock.Instant) {
        while clients.count < Self.mostClients {
            let client = Glibc.accept(descriptor, nil, nil)
            guard client >= 0 else { return }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            clients.append(Client(ScrapeConnection(descriptor: client, now: now)))
        }
    }
}

/// Why the metrics cannot be served.
public struct MetricsListenerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where they were to be served.
    public let address: LoopbackAddress
    /// What the kernel said.
    public let number: Int32

    init(_ address: LoopbackAddress, _ number: Int32) {
        self.address = address
        self.number = number
    }

    /// What is wrong, in one sentence.
    public var description: String {
        "cannot listen on \(address) for scrapes: \(String(cString: strerror(number)))"
    }
}
