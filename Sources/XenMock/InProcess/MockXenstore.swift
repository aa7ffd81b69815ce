import Synchronization
public import Xen

/// A xenstored in this process: the whole daemon without a socket. Tests drive it directly, the simulator runs on it,
/// and ``MockXenstoreServer`` puts it behind a socket for programs of any language.
///
/// Everything happens in the call that causes it and in a fixed order, so a test that makes the same calls sees the
/// same answers and events. Any thread may call.
public final class MockXenstore: Sendable {
    private let state: Mutex<State>

    struct State: ~Copyable {
        var daemon: Daemon
        /// Who takes what waits in a client's outbox.
        var receivers: [Int: any MockReceiver] = [:]
    }

    /// Starts with the tree that xenstored starts with: `/tool/xenstored` and nothing else.
    ///
    /// - Parameter version: the Xen release whose behaviour it has where they differ.
    public init(version: XenVersion = .latest) {
        state = Mutex(State(daemon: Daemon(version)))
    }

    /// Opens a connection in this process.
    ///
    /// - Parameter domain: who speaks. A domain that is not there yet comes to be; it is not introduced, so nobody is
    ///   told.
    public func connect(as domain: DomainID = .zero) -> InProcessStore {
        let connection = InProcessConnection()
        connection.number = open(as: domain, connection)
        return InProcessStore(self, connection, domain)
    }

    /// The limits for unprivileged domains.
    public var quotas: Quotas {
        get { state.withLock { $0.daemon.quotas } }
        set { state.withLock { $0.daemon.quotas = newValue } }
    }

    /// Makes a domain exist that has no connection and is not introduced: access lists can name it from now on.
    public func addDomain(_ domain: DomainID) {
        run { daemon in
            if daemon.domains[UInt32(domain.rawValue)] == nil { _ = daemon.addDomain(UInt32(domain.rawValue)) }
        }
    }

    /// Does what INTRODUCE does: `@introduceDomain` fires unless the domain is introduced already.
    public func introduce(_ domain: DomainID) {
        run { $0.introduce(UInt32(domain.rawValue)) }
    }

    /// Does what happens when Xen reports that a domain is gone: its connections end, what it owns goes, and
    /// `@releaseDomain` fires.
    public func destroy(_ domain: DomainID) {
        run { daemon in
            if let known = daemon.domains[UInt32(domain.rawValue)] { daemon.destroy(known) }
        }
    }

    /// Does what happens when Xen reports that a domain has stopped by itself: `@releaseDomain` fires, once.
    public func shutDown(_ domain: DomainID) {
        run { daemon in
            if let known = daemon.domains[UInt32(domain.rawValue)] { daemon.shutDown(known) }
        }
    }

    /// Ends every connection, as a xenstored does that is killed. The tree stays for those that connect anew.
    public func dropConnections() {
        run { daemon in
            for client in daemon.clients.values { daemon.disconnect(client) }
        }
    }

    func open(as domain: DomainID, _ receiver: any MockReceiver) -> Int {
        state.withLock { state in
            let client = state.daemon.connect(as: UInt32(domain.rawValue))
            state.receivers[client.number] = receiver
            return client.number
        }
    }

    func close(_ number: Int) {
        run { daemon in
            if let client = daemon.clients[number] { daemon.disconnect(client) }
        }
    }

    /// Carries out one request of a connection.
    ///
    /// - Returns: false if the connection is gone.
    func handle(_ message: WireMessage, from number: Int) -> Bool {
        run { daemon in
            guard let client = daemon.clients[number] else { return false }
            daemon.handle(message, from: client)
            return true
        }
    }

    /// Does something to the daemon and hands out what comes of it, before anybody else gets a turn.
    private func run<Result: Sendable>(_ body: (Daemon) -> Result) -> Result {
        state.withLock { state in
            let result = body(state.daemon)
            let news = state.daemon.news
            state.daemon.news.removeAll(keepingCapacity: true)
            for client in news {
                client.isListed = false
                let messages = client.outbox
                client.outbox.removeAll(keepingCapacity: true)
                state.receivers[client.number]?.receive(messages)
            }
            for number in state.daemon.gone { state.receivers.removeValue(forKey: number)?.hangUp() }
            state.daemon.gone.removeAll(keepingCapacity: true)
            return result
        }
    }
}

/// Whoever takes a connection's messages. It is called while the daemon is locked and must not call back.
protocol MockReceiver: AnyObject, Sendable {
    /// Takes messages in their order.
    func receive(_ messages: [WireMessage])
    /// The connection is gone.
    func hangUp()
}
