import Synchronization
import Xen
import XenMock

/// A connection to a daemon that dies once it has committed a transaction in which a certain node was written, and
/// before it has said so.
final class FragileStore: WireStore {
    private let store: InProcessStore
    private let path: StorePath
    private let open = Mutex<StoreTransaction?>(nil)

    init(_ store: InProcessStore, dyingAfterWriting path: StorePath) {
        self.store = store
        self.path = path
    }

    func exchange(
        _ request: WireRequest,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Result<[UInt8], WireErrno> {
        let answer = try store.exchange(request, in: transaction)
        switch request {
        case .write(path, _): open.withLock { $0 = transaction }
        case .transactionEnd(commit: true) where open.withLock { $0 == transaction }:
            store.disconnect()
            throw StoreError(.disconnected, .end)
        default: break
        }
        return answer
    }

    func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] { try store.takeEvents(limit: limit) }

    var wakeups: AsyncStream<Void> { store.wakeups }
}
