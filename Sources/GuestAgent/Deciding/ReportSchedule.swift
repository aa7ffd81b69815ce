import Xen

/// Decides when a report goes out: at once when something moved by more than the threshold, each interval while things
/// move a little, and from time to time when nothing moves. A quiet guest costs dom0 next to nothing.
struct ReportSchedule {
    private var last: (report: MemoryReport, time: Duration)?
    /// Whether somebody reads who has not seen the last report.
    private var isStale = false

    /// Nothing has been reported yet.
    init() {}

    /// How long it takes until `sample` is to be reported if nothing moves any more; zero or less is now.
    func delay(of sample: MemoryReport, at now: Duration, _ settings: GuestSettings) -> Duration {
        guard let last else { return .zero }
        let elapsed = now - last.time
        let noticeable = settings.noticeable(of: sample.total)
        let moved = Self.movement(from: last.report, to: sample)
        if isStale || moved > noticeable { return settings.gap - elapsed }
        let isAstir =
            KiB(moved.count * 8) > noticeable || last.report.pullBack != sample.pullBack
            || Self.hasStalled(from: last.report, to: sample, within: elapsed)
        return (isAstir ? settings.interval : settings.heartbeat) - elapsed
    }

    /// Whether the distance to the last report allows another one.
    func allowsReport(at now: Duration, _ settings: GuestSettings) -> Bool {
        last.map { now - $0.time >= settings.gap } ?? true
    }

    /// Takes note of a report that has gone out.
    mutating func sent(_ report: MemoryReport, at now: Duration) {
        last = (report, now)
        isStale = false
    }

    /// Makes a report due as soon as the distance to the last one allows.
    mutating func restart() {
        isStale = true
    }

    /// The largest change of the amounts that a goal is made of.
    private static func movement(from old: MemoryReport, to new: MemoryReport) -> KiB {
        var largest = difference(old.total, new.total)
        largest = max(largest, difference(old.available ?? old.free, new.available ?? new.free))
        largest = max(largest, difference(old.committed, new.committed))
        return max(largest, difference(old.swapped, new.swapped))
    }

    private static func difference(_ old: KiB?, _ new: KiB?) -> KiB {
        let change = (new ?? .zero) - (old ?? .zero)
        return KiB(abs(change.count))
    }

    /// Whether tasks waited for memory for more than a hundredth of the time, or pages came back from swap.
    private static func hasStalled(from old: MemoryReport, to new: MemoryReport, within elapsed: Duration) -> Bool {
        let stall = (new.stallSomeMicroseconds ?? 0) - (old.stallSomeMicroseconds ?? 0)
        let swappedIn = (new.swappedIn ?? .zero) - (old.swappedIn ?? .zero)
        return stall > elapsed.microseconds / 100 || swappedIn > .zero
    }
}
