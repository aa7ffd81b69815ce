/// A connection to xenstore: the seam between what Ballast decides and the store that carries it.
///
/// A connection is used until it fails with ``StoreError/Code/disconnected``; then a new one is opened and its watches
/// are set anew. Requests wait for their answer, so a caller that must not block brings a thread of its own. Any thread
/// may call; answers to concurrent requests do not mix.
public protocol Store: Sendable {
    /// The bytes of a node. Corresponds to `xs_read`.
    func read(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [UInt8]

    /// The names of a node's children, in the server's order. Corresponds to `xs_directory`.
    func directory(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [String]

    /// Sets the bytes of a node and creates it, and all missing above it, where it does not exist. Corresponds to
    /// `xs_write`.
    func write(_ path: StorePath, _ value: [UInt8], in transaction: StoreTransaction) throws(StoreError)

    /// Removes a node and everything below it; a node that is not there is no error if its parent is. Corresponds to
    /// `xs_rm`.
    func remove(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError)

    /// Makes requests in their order and waits for all answers together where the connection can: one way to the server
    /// and back instead of many. One that fails does not keep those behind it from being made.
    ///
    /// - Returns: the answer to each; there are no bytes in that to a change.
    /// - Throws: ``StoreError/Code/disconnected`` if the connection is lost; some may have been made then.
    ///   ``StoreError/Code/invalid`` if one is no request of the protocol.
    func perform(
        _ requests: [NodeRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], StoreError>]

    /// The access list of a node, owner first. Corresponds to `xs_get_permissions`.
    func permissions(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [StorePermission]

    /// Replaces the access list of a node. Corresponds to `xs_set_permissions`.
    func setPermissions(
        _ path: StorePath,
        _ permissions: [StorePermission],
        in transaction: StoreTransaction
    ) throws(StoreError)

    /// Opens a transaction. Corresponds to `xs_transaction_start`.
    func begin() throws(StoreError) -> StoreTransaction

    /// Ends a transaction; a commit that met another one fails with ``StoreError/Code/conflict``. Corresponds to
    /// `xs_transaction_end`.
    func end(_ transaction: StoreTransaction, commit: Bool) throws(StoreError)

    /// Asks for an event at once and after each change of the node or of one below it. Corresponds to `xs_watch`.
    func watch(_ path: StorePath, token: String) throws(StoreError)

    /// Takes a watch back; events of it that wait already may still come. Corresponds to `xs_unwatch`.
    func unwatch(_ path: StorePath, token: String) throws(StoreError)

    /// Takes at most `limit` of the events that have arrived, oldest first, without waiting. Corresponds to
    /// `xs_check_watch`. Fails with ``StoreError/Code/disconnected`` once the connection is gone.
    func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent]

    /// An element whenever there may be events to take. There is one consumer. Corresponds to a readable `xs_fileno`,
    /// which tells nothing of a lost connection: ``takeEvents(limit:)`` does, at no cost in requests.
    var wakeups: AsyncStream<Void> { get }
}

/// The number of an open transaction.
public struct StoreTransaction: Sendable, Hashable {
    /// The protocol's transaction number.
    public var rawValue: UInt32

    /// Makes a transaction number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Not in a transaction: each request stands for itself. XBT_NULL in xs_wire.h's terms.
    public static let none = StoreTransaction(rawValue: 0)
}
