import Dispatch
import Glibc
import Synchronization
import Xen

/// A store that notes when the agent behind it sees a guest's call and when the guest's new target stands.
final class StampedStore: Store {
    private let store: any Store
    private let state = Mutex(State())
    /// Signalled when the expected target stands.
    private let written = DispatchSemaphore(value: 0)

    private struct State {
        var expected: Stamps.Paths?
        var stamps = Stamps()
        /// The transaction in which the expected target was written and which has not ended yet.
        var open: StoreTransaction?
    }

    /// When the two things happened.
    struct Stamps {
        var seen: Stamp?
        var written: Stamp?

        /// A moment by the clock, and by the processor time of the agent's thread, which does not go on while the thread
        /// waits or the machine's host has taken the processor.
        struct Stamp {
            var time: ContinuousClock.Instant
            var processor: Duration

            /// Now, on the calling thread.
            static var now: Stamp {
                var time = timespec()
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
                return Stamp(time: .now, processor: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
            }
        }

        struct Paths {
            var call: StorePath
            var target: StorePath
        }
    }

    init(_ store: any Store) {
        self.store = store
    }

    /// Forgets what was noted and looks out for the next call of a guest.
    func expect(from domain: DomainID) {
        let home = StorePath.domain(domain)
        let paths = Stamps.Paths(
            call: home.appending(ReportFormat.urgentPath.text),
            target: home.appending("memory/target")
        )
        state.withLock { $0 = State(expected: paths) }
    }

    /// Waits for the target, for two seconds at most, without taking a processor from those who work on it.
    ///
    /// - Returns: what was noted since ``expect(from:)``.
    func waitForStamps() -> Stamps {
        _ = written.wait(timeout: .now() + 2)
        return state.withLock { $0.stamps }
    }

    func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] {
        let events = try store.takeEvents(limit: limit)
        state.withLock { state in
            guard state.stamps.seen == nil, events.contains(where: { $0.path == state.expected?.call }) else { return }
            state.stamps.seen = .now
        }
        return events
    }

    func write(_ path: StorePath, _ value: [UInt8], in transaction: StoreTransaction) throws(StoreError) {
        try store.write(path, value, in: transaction)
        note([.write(path, value)], in: transaction)
    }

    func perform(
        _ requests: [NodeRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], StoreError>] {
        let answers = try store.perform(requests, in: transaction)
        note(requests, in: transaction)
        return answers
    }

    private func note(_ requests: [NodeRequest], in transaction: StoreTransaction) {
        state.withLock { state in
            guard let target = state.expected?.target else { return }
            guard requests.contains(where: { if case .write(target, _) = $0 { true } else { false } }) else { return }
            if transaction == .none { noteWritten(&state) } else { state.open = transaction }
        }
    }

    func end(_ transaction: StoreTransaction, commit: Bool) throws(StoreError) {
        try store.end(transaction, commit: commit)
        state.withLock { state in
            guard state.open == transaction else { return }
            state.open = nil
            if commit { noteWritten(&state) }
        }
    }

    private func noteWritten(_ state: inout State) {
        // A target that was due before the call is no answer.
        guard state.stamps.seen != nil, state.stamps.written == nil else { return }
        state.stamps.written = .now
        written.signal()
    }

    func begin() throws(StoreError) -> StoreTransaction { try store.begin() }

    func read(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [UInt8] {
        try store.read(path, in: transaction)
    }

    func directory(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [String] {
        try store.directory(path, in: transaction)
    }

    func remove(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) {
        try store.remove(path, in: transaction)
    }

    func permissions(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [StorePermission] {
        try store.permissions(path, in: transaction)
    }

    func setPermissions(
        _ path: StorePath,
        _ permissions: [StorePermission],
        in transaction: StoreTransaction
    ) throws(StoreError) {
        try store.setPermissions(path, permissions, in: transaction)
    }

    func watch(_ path: StorePath, token: String) throws(StoreError) { try store.watch(path, token: token) }

    func unwatch(_ path: StorePath, token: String) throws(StoreError) { try store.unwatch(path, token: token) }

    var wakeups: AsyncStream<Void> { store.wakeups }
}
