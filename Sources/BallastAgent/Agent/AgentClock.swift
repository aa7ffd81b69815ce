public import Ballooning
import Glibc

/// Where the agent gets the time from. A test and a simulation bring a clock that they move themselves.
public struct AgentClock: Sendable {
    /// The time that never jumps, for everything that is measured.
    public var now: @Sendable () -> Instant
    /// Seconds since 1970, for what has to survive the agent.
    public var wallSeconds: @Sendable () -> Int64
    /// The time since some moment, as finely as it is known, for what takes less than a millisecond.
    public var stopwatch: @Sendable () -> Duration

    /// Makes a clock.
    ///
    /// - Parameter stopwatch: the fine time; `now` if none is given.
    public init(
        now: @escaping @Sendable () -> Instant,
        wallSeconds: @escaping @Sendable () -> Int64,
        stopwatch: (@Sendable () -> Duration)? = nil
    ) {
        self.now = now
        self.wallSeconds = wallSeconds
        self.stopwatch = stopwatch ?? { .milliseconds((now() - Instant(milliseconds: 0)).count) }
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
        },
        stopwatch: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
    )
}
