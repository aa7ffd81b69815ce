import Glibc

/// The time since the guest's boot. It goes on while the guest is suspended.
enum SystemClock {
    /// Now, by CLOCK_BOOTTIME.
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
