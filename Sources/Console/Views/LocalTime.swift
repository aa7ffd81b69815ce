import Glibc

/// The time of day on this host, for people.
enum LocalTime {
    /// A second since 1970 as `12:30:05`, with the day in front where that is not today: `2026-01-31 12:30:05`.
    static func text(_ second: Int64, now: Int64 = Int64(time(nil))) -> String {
        let (then, today) = (parts(second), parts(now))
        let clock = "\(two(then.tm_hour)):\(two(then.tm_min)):\(two(then.tm_sec))"
        guard then.tm_year != today.tm_year || then.tm_yday != today.tm_yday else { return clock }
        return "\(then.tm_year + 1900)-\(two(then.tm_mon + 1))-\(two(then.tm_mday)) \(clock)"
    }

    private static func parts(_ second: Int64) -> tm {
        var second = time_t(second)
        var parts = tm()
        localtime_r(&second, &parts)
        return parts
    }

    private static func two(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
