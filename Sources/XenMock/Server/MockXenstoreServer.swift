import Glibc
public import Xen

/// A ``MockXenstore`` behind unix sockets, for programs that speak the protocol: the real libxenstore with everything
/// that stands on it, clients in other languages, this project's own.
///
/// One thread of its own serves all sockets with epoll(7). Who connects to a socket is the domain of that socket, so a
/// test can be a guest. The server stops when the object goes, or with ``stop()``.
public final class MockXenstoreServer: Sendable {
    /// The daemon behind the sockets.
    public let xenstore: MockXenstore
    private let signals = ServerSignals()

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - path: the socket that domain 0 connects to. One that is left from a server which is gone is replaced.
    ///   - guests: the sockets of other domains.
    ///   - xenstore: the daemon, a new one unless given.
    ///   - limits: what a client may pile up.
    /// - Throws: if a path is too long, or taken by something that is alive or no socket.
    public init(
        path: String,
        guests: [DomainID: String] = [:],
        xenstore: MockXenstore = MockXenstore(),
        limits: ServerLimits = ServerLimits()
    ) throws(ServerError) {
        self.xenstore = xenstore
        // They exist before they speak, so that access lists can name them.
        for domain in guests.keys { xenstore.addDomain(domain) }
        var listeners: [Listener] = []
        do throws(ServerError) {
            for (domain, path) in [(DomainID.zero, path)]
                + guests.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) })
            {
                listeners.append(try Listener(path, domain))
            }
            let signals = signals
            let open = listeners
            guard signals.bell.descriptor >= 0, signals.ended.descriptor >= 0 else {
                throw ServerError(.system, path: path, errno: EMFILE)
            }
            let status = BackgroundThread.start {
                ServerLoop(xenstore, signals, open, limits, EventPoll()).run()
                signals.ended.ring()
            }
            guard status == 0 else { throw ServerError(.system, path: path, errno: status) }
        } catch {
            for listener in listeners { listener.close() }
            throw error
        }
    }

    deinit {
        signals.stop()
    }

    /// Closes the sockets, takes their files away and waits until that is done.
    public func stop() {
        signals.stop()
        var descriptor = pollfd(fd: signals.ended.descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, -1) < 0, errno == EINTR {}
    }
}
