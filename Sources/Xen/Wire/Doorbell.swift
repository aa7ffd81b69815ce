import Glibc

/// A pair of sockets that wakes a thread out of poll(2): rung by any thread, heard by the one that polls.
package final class Doorbell: Sendable {
    /// Readable while it rings; -1 if the process has no descriptor left.
    package let descriptor: Int32
    private let button: Int32

    /// Makes a silent one.
    package init() {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        _ = socketpair(AF_UNIX, type, 0, &ends)
        (descriptor, button) = (ends[0], ends[1])
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            close(button)
        }
    }

    /// Makes ``descriptor`` readable. A full one rings already.
    package func ring() {
        var byte: UInt8 = 1
        _ = send(button, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    /// Makes ``descriptor`` silent again.
    package func silence() {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
