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
        var plan = FaultPlan()
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

    /// What goes wrong from now on. Setting it starts the draws from their seed.
    public var faults: MockFaults {
        get { state.withLock { $0.plan.faults } }
        set { state.withLock { $0.plan.faults = newValue } }
    }

    /// Lets the next `times` requests of a kind fail, whoever makes them. A commit that fails so is undone.
    public func fail(_ operation: WireOperation, with errno: WireErrno, times: Int = 1) {
        state.withLock { state in
            state.plan.injected.append(FaultPlan.Injected(operation: operation, errno: errno, remaining: times))
        }
    }

    /// Hands out the events that ``MockFaults/delay`` holds back.
    public func deliverDelayedEvents() {
        state.withLock { state in
            for (client, message) in state.plan.release(all: true) { state.receivers[client]?.receive([message]) }
        }
    }

    /// Whether events are held back.
    var isDelayingEvents: Bool {
        state.withLock { $0.plan.isHolding }
    }

    /// What does not fit together in the daemon's data, a sentence each, for tests that try to break it.
    public var inconsistencies: [String] {
        state.withLock { $0.daemon.inconsistencies() }
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
        state.withLock { state in
            guard let client = state.daemon.clients[number] else { return false }
            let failure = state.plan.failure(of: message)
            state.daemon.handle(message, from: client, failingWith: failure)
            if let index = state.plan.spurious(of: client.watches.count) {
                state.daemon.fireAgain(client.watches[index])
            }
            for (client, message) in state.plan.release(all: false) { state.receivers[client]?.receive([message]) }
            Self.handOut(&state)
            return true
        }
    }

    /// Does something to the daemon and hands out what comes of it, before anybody else gets a turn.
    private func run(_ body: (Daemon) -> Void) {
        state.withLock { state in
            body(state.daemon)
            Self.handOut(&state)
        }
    }

    private static func handOut(_ state: inout State) {
        for client in state.daemon.news {
            client.isListed = false
            if let receiver = state.receivers[client.number] {
                state.plan.pass(client.outbox, to: client.number) { receiver.receive($0) }
            }
            client.outbox.removeAll(keepingCapacity: true)
        }
        state.daemon.news.removeAll(keepingCapacity: true)
        for number in state.daemon.gone { state.receivers.removeValue(forKey: number)?.hangUp() }
        state.daemon.gone.removeAll(keepingCapacity: true)
    }
}

/// Whoever takes a connection's messages. It is called while the daemon is locked and must not call back.
protocol MockReceiver: AnyObject, Sendable {
    /// Takes messages in their order.
    func receive(_ messages: [WireMessage])
    /// The connection is gone.
    func hangUp()
}
