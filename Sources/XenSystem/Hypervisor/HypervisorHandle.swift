import CXen
import Glibc
import Logging
import Xen

/// The one owner of libxenctrl's interface and of the logger it speaks through: opened once, closed once.
///
/// libxenctrl's calls are independent ioctls on one descriptor and may come from any thread.
@safe
struct HypervisorHandle: ~Copyable, @unchecked Sendable {
    private let raw: OpaquePointer
    private let log: LibxcLog

    /// Opens `/dev/xen/privcmd`. Corresponds to `xc_interface_open`.
    init(logger: Logger) throws(HypervisorError) {
        let log = LibxcLog(logger)
        guard let raw = unsafe xc_interface_open(log.pointer, log.pointer, 0) else {
            throw HypervisorError(.open, errno: errno)
        }
        unsafe self.raw = raw
        self.log = log
    }

    deinit {
        unsafe xc_interface_close(raw)
    }

    /// Runs `body` with the C handle; nothing may keep the pointer.
    borrowing func withRaw<Value>(
        _ body: (OpaquePointer) throws(HypervisorError) -> Value
    ) throws(HypervisorError) -> Value {
        try unsafe body(raw)
    }
}
