import Synchronization

/// A host that the guests' side and the hypervisor's side share.
final class SharedHostModel: Sendable {
    private let host: Mutex<HostModel>

    init(_ host: HostModel) {
        self.host = Mutex(host)
    }

    func withLock<Value: Sendable>(_ body: (inout HostModel) -> Value) -> Value {
        host.withLock { body(&$0) }
    }
}
