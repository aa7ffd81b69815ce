import Synchronization
import Xen
import XenMock

/// A connection that notes each way to the store and back, with the requests that travel together on it.
final class JourneyStore: WireStore {
    private let store: InProcessStore
    private let noted = Mutex<[[WireOperation]]>([])

    init(_ store: InProcessStore) {
        self.store = store
    }

    /// The ways there and back since the last time this was asked.
    func takeJourneys() -> [[WireOperation]] {
        noted.withLock { journeys in
            defer { journeys = [] }
            return journeys
        }
    }

    func exchange(
        _ request: WireRequest,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Result<[UInt8], WireErrno> {
        noted.withLock { $0.append([request.operation]) }
        return try store.exchange(request, in: transaction)
    }

    func exchange(
        _ requests: [WireRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], WireErrno>] {
        noted.withLock { $0.append(requests.map(\.operation)) }
        return try store.exchange(requests, in: transaction)
    }

    func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] { try store.takeEvents(limit: limit) }

    var wakeups: AsyncStream<Void> { store.wakeups }
}
