import Glibc

/// A point in time after which waiting is given up. The monotonic clock stands still while a guest is suspended or
/// moved to another host, so that a wait spans it.
package struct Deadline: Sendable {
    private let nanoseconds: UInt64?

    /// A point `duration` from now, or no end if that is nil.
    package init(after duration: Duration?) {
        nanoseconds = duration.map { Self.now &+ Self.nanoseconds(of: $0) }
    }

    /// What is left in milliseconds, rounded up, as poll(2) wants it: -1 without an end.
    package var poll: Int32 {
        guard let nanoseconds else { return -1 }
        let now = Self.now
        guard nanoseconds > now else { return 0 }
        return Int32(clamping: (nanoseconds - now + 999_999) / 1_000_000)
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func nanoseconds(of duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        // Two centuries are as good as for ever and do not overflow.
        return UInt64(min(seconds, 1 << 32)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
