import CLinux
import Glibc

/// SIGTERM and SIGINT as a descriptor to poll(2), so that the loop ends between two steps and never within one.
struct SignalDescriptor: ~Copyable {
    let number: Int32

    /// Takes the two signals over for the process.
    ///
    /// - Throws: the errno of sigprocmask(2) or signalfd(2).
    init() throws(SystemError) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        guard sigprocmask(SIG_BLOCK, &signals, nil) == 0 else { throw SystemError("sigprocmask", errno) }
        let descriptor = signalfd(-1, &signals, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("signalfd", errno) }
        number = descriptor
    }

    deinit {
        close(number)
    }
}
