import Synchronization
import Xen

/// A connection that counts what the agent does with it.
final class CountingStore: Store {
    /// What was counted.
    struct Counts: Sendable {
        /// Requests, those of transactions included.
        var requests = 0
        /// Events of the watch on the settings.
        var settingEvents = 0
    }

    /// The counts of several connections, one after another.
    final class Counter: Sendable {
        let counts = Mutex(Counts())
    }

    private let store: any Store
    private let counter: Counter

    /// Counts with `counter`.
    init(_ store: any Store, counter: Counter) {
        self.store = store
        self.counter = counter
    }

    var wakeups: AsyncStream<Void> { store.wakeups }

    func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] {
        let events = try store.takeEvents(limit: limit)
        let settings = events.count { $0.token == "config" }
        counter.counts.withLock { $0.settingEvents += settings }
        return events
    }

    private func request() {
        counter.counts.withLock { $0.requests += 1 }
    }

    func read(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [UInt8] {
        request()
        return try store.read(path, in: transaction)
    }

    func directory(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [String] {
        request()
        return try store.directory(path, in: transaction)
    }

    func write(_ path: StorePath, _ value: [UInt8], in transaction: StoreTransaction) throws(StoreError) {
        request()
        try store.write(path, value, in: transaction)
    }

    func remove(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) {
        request()
        try store.remove(path, in: transaction)
    }

    func permissions(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [StorePermission] {
        request()
        return try store.permissions(path, in: transaction)
    }

    func setPermissions(
        _ path: StorePath,
        _ permissions: [StorePermission],
        in transaction: StoreTransaction
    ) throws(StoreError) {
        request()
        try store.setPermissions(path, permissions, in: transaction)
    }

    func begin() throws(StoreError) -> StoreTransaction {
        request()
        return try store.begin()
    }

    func end(_ transaction: StoreTransaction, commit: Bool) throws(StoreError) {
        request()
        try store.end(transaction, commit: commit)
    }

    func watch(_ path: StorePath, token: String) throws(StoreError) {
        request()
        try store.watch(path, token: token)
    }

    func unwatch(_ path: StorePath, token: String) throws(StoreError) {
        request()
        try store.unwatch(path, token: token)
    }
}
