import CLinux
import Glibc

/// An epoll(7) instance: the sockets that can go on, found without looking at those that cannot. With a thousand idle
/// connections poll(2) would cost more than the requests.
final class EventPoll {
    /// -1 if the process has no descriptor left.
    let descriptor: Int32
    private var ready = [epoll_event](repeating: epoll_event(), count: 256)

    /// What may happen to a descriptor, in epoll's own bits, which are those of poll(2).
    struct Interest: OptionSet, Equatable {
        let rawValue: UInt32

        static let input = Interest(rawValue: UInt32(POLLIN))
        static let output = Interest(rawValue: UInt32(POLLOUT))
        /// The other end is gone, or something is wrong with the descriptor; always told.
        static let end = Interest(rawValue: UInt32(POLLHUP | POLLERR))
    }

    init() {
        descriptor = epoll_create1(O_CLOEXEC)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Begins to look at a descriptor. Closing it ends that.
    ///
    /// - Returns: false if the kernel has no room for it.
    func add(_ other: Int32, _ interest: Interest) -> Bool {
        control(EPOLL_CTL_ADD, other, interest)
    }

    /// Looks for something else from now on.
    func change(_ other: Int32, _ interest: Interest) {
        _ = control(EPOLL_CTL_MOD, other, interest)
    }

    /// Waits until something can go on.
    ///
    /// - Parameter timeout: the longest wait in milliseconds, -1 for ever.
    /// - Returns: how many descriptors can; ``subscript(_:)`` tells which.
    func wait(_ timeout: Int32) -> Int {
        max(0, Int(epoll_wait(descriptor, &ready, Int32(ready.count), timeout)))
    }

    /// What the last ``wait(_:)`` has found.
    subscript(index: Int) -> (descriptor: Int32, interest: Interest) {
        (ready[index].data.fd, Interest(rawValue: ready[index].events))
    }

    private func control(_ operation: Int32, _ other: Int32, _ interest: Interest) -> Bool {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.fd = other
        return epoll_ctl(descriptor, operation, other, &event) == 0
    }
}
