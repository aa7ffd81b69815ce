import CXen
import Glibc
import Xen

/// The one owner of an event channel that a virtual interrupt is bound to: opened once, closed once.
@safe
struct EventChannelHandle: ~Copyable, @unchecked Sendable {
    private let raw: OpaquePointer

    /// Opens `/dev/xen/evtchn` and binds an interrupt. Corresponds to `xenevtchn_open` and `xenevtchn_bind_virq`.
    init(virtualInterrupt: Int32) throws(HypervisorError) {
        guard let raw = unsafe xenevtchn_open(nil, 0) else { throw HypervisorError(.bindAlarm, errno: errno) }
        guard unsafe xenevtchn_bind_virq(raw, UInt32(virtualInterrupt)) >= 0 else {
            let reason = errno
            unsafe xenevtchn_close(raw)
            throw HypervisorError(.bindAlarm, errno: reason)
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe xenevtchn_close(raw)
    }

    /// Readable once the event has come. Corresponds to `xenevtchn_fd`.
    var descriptor: Int32 {
        unsafe xenevtchn_fd(raw)
    }

    /// Takes one event and lets the next one come; false if the channel is broken. Corresponds to `xenevtchn_pending`
    /// and `xenevtchn_unmask`.
    func acknowledge() -> Bool {
        let port = unsafe xenevtchn_pending(raw)
        guard port >= 0 else { return false }
        return unsafe xenevtchn_unmask(raw, evtchn_port_t(port)) == 0
    }
}
