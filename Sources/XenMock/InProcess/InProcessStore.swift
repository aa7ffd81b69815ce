import Synchronization
public import Xen

/// A ``Store`` on a ``MockXenstore`` without a socket: deterministic, and it counts what is asked of it.
///
/// The connection ends when the object goes, or with ``disconnect()``.
public final class InProcessStore: WireStore {
    /// Who speaks.
    public let domain: DomainID

    private let xenstore: MockXenstore
    private let connection: InProcessConnection
    private let turn = Mutex<UInt32>(0)

    init(_ xenstore: MockXenstore, _ connection: InProcessConnection, _ domain: DomainID) {
        self.xenstore = xenstore
        self.connection = connection
        self.domain = domain
    }

    deinit {
        xenstore.close(connection.number)
    }

    /// How many requests of each kind were made, for tests that want none between two rounds.
    public var requests: [WireOperation: Int] {
        connection.requests
    }

    /// How many requests were made in all.
    public var requestCount: Int {
        connection.requests.values.reduce(0, +)
    }

    /// Ends the connection, as the daemon's death would.
    public func disconnect() {
        xenstore.close(connection.number)
    }

    /// Carries a request out in the daemon.
    public func exchange(
        _ request: WireRequest,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Result<[UInt8], WireErrno> {
        guard request.isWellFormed, request.payload.count <= WireHeader.payloadMaximum else {
            throw StoreError(.invalid, request.kind, path: request.path)
        }
        // One request at a time, so that the answer is this one's.
        let answer: WireMessage? = turn.withLock { number in
            number &+= 1
            connection.count(request.operation)
            guard xenstore.handle(request.message(request: number, in: transaction), from: connection.number) else {
                return nil
            }
            return connection.takeAnswer()
        }
        guard let answer else { throw StoreError(.disconnected, request.kind, path: request.path) }
        guard answer.operation == .error else { return .success(answer.payload) }
        return .failure(WireErrno(payload: answer.payload) ?? .EINVAL)
    }

    /// Takes events that have been fired.
    public func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] {
        guard let events = connection.takeEvents(limit) else { throw StoreError(.disconnected, .events) }
        return events
    }

    /// One element whenever there are events to take.
    public var wakeups: AsyncStream<Void> {
        connection.wakeups
    }
}
