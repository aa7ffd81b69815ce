public import Ballooning
import Glibc

/// Where the agent gets the time from. A test and a simulation bring a clock that they move themselves.
public struct AgentClock: Sendable {
    /// The time that never jumps, for everything that is measured.
    public var now: @Sendable () -> Instant
    /// Seconds since 1970, for what has to survive the agent.
    public var wallSeconds: @Sendable () -> Int64

    /// Makes a clock.
    public init(now: @escaping @Sendable () -> Instant, wallSeconds: @escaping @Sendable () -> Int64) {
        self.now = now
        self.wallSeconds = wallSeconds
    }

    /// The machine's clocks: the one that goes on while the machine sleeps, and the calendar.
    public static let system = AgentClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        wallSeconds: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec)
        }
    )
}
