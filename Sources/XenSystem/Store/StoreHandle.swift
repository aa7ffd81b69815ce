import CXen
import Glibc
import Xen

/// The one owner of a connection of libxenstore: opened once, closed once.
///
/// libxenstore guards a handle with its own mutexes, so that any thread may use it; that is why the owner may cross
/// threads although it holds a C pointer.
@safe
struct StoreHandle: ~Copyable, @unchecked Sendable {
    private let raw: OpaquePointer

    /// Opens a connection to the xenstored of this machine: its socket, else the kernel's device. `XENSTORED_PATH`
    /// names another socket. Corresponds to `xs_open`.
    init() throws(StoreError) {
        // Events that were queued for a watch are dropped with it: a guest whose watch is taken away for its noise must
        // not be heard through what it sent before.
        guard let raw = unsafe xs_open(UInt(XS_UNWATCH_FILTER)) else {
            throw StoreError(errno: errno, .connect)
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe xs_close(raw)
    }

    /// Runs `body` with the C handle; nothing may keep the pointer.
    borrowing func withRaw<Value>(
        _ body: (OpaquePointer) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try unsafe body(raw)
    }

    /// The descriptor that is readable while events wait. Corresponds to `xs_fileno`.
    borrowing func eventDescriptor() -> Int32 {
        unsafe xs_fileno(raw)
    }
}
