import Seeded
public import Xen

/// What of a guest reaches dom0: its reports, as rarely, as coarsely and as honestly as its kind sends them.
public struct GuestReporter: Sendable {
    /// The agents that are met in guests.
    public enum Kind: Sendable, Hashable {
        /// `ballast-guest`: at once when a figure moved by a fiftieth, every five seconds when they move a little, every
        /// thirty when they do not, and an urgent request as soon as the kernel tells of a stall.
        case ballast
        /// Qubes' meminfo-writer: one number, the used memory, ten times a second and only when it moved by 30,000 KiB.
        case qubes
        /// The XAPI guest tools: free and total, once a minute.
        case xapi
        /// No agent.
        case silent
        /// An agent that lies: what it says follows from the seed, not from its memory.
        case hostile(seed: UInt64)
    }

    /// What a balloon driver says of itself, as below `/sys/devices/system/xen_memory`.
    struct Balloon {
        /// What it holds and could give back.
        var inflated: Pages
        /// What it believes the domain to hold, which does not include its offset.
        var current: Pages
    }

    /// The kind.
    public let kind: Kind
    /// The last report, nil before the first.
    public private(set) var report: MemoryReport?
    /// When the last report was written, in microseconds of the host's time.
    public private(set) var reported = 0
    /// What meminfo-writer wrote last, which may exceed the guest's memory as it counts swap in; nil with other agents.
    public private(set) var used: KiB?
    /// The last urgent request, nil before the first.
    public private(set) var urgent: UrgentRequest?
    /// When the last urgent request was written, in microseconds of the host's time.
    public private(set) var requested = 0

    private var watch = StallWatch()
    private var reportedCounters = GuestCounters()
    private var checked = 0
    private var sequence = 0

    /// `ballast-guest` writes that often while figures move a little, in microseconds.
    private static let interval = 5 * second
    /// It gives a sign of life that often while nothing moves.
    private static let heartbeat = 30 * second
    /// The others look that often; meminfo-writer does ten times a second, which changes nothing here.
    private static let look = second / 2

    /// Makes a reporter that has said nothing yet.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// Looks at the guest and says what there is to say.
    ///
    /// - Parameters:
    ///   - guest: the guest's memory.
    ///   - balloon: what the balloon driver says of itself.
    ///   - microseconds: the host's time.
    mutating func observe(_ guest: GuestMemory, balloon: Balloon, at microseconds: Int) {
        if kind == .ballast {
            watchAndReport(guest, balloon: balloon, at: microseconds)
            return
        }
        guard microseconds >= checked + Self.look else { return }
        checked = microseconds
        switch kind {
        case .silent, .ballast: return
        case .qubes:
            let used = guest.used - guest.files - guest.stale + guest.swapped
            guard report == nil || abs((used.kib - (self.used ?? .zero)).count) > 30_000 else { return }
            self.used = used.kib
            var report = MemoryReport(sequence: 0, total: guest.size.kib)
            report.available = max(.zero, guest.size - used).kib
            write(report, at: microseconds)
        case .xapi:
            guard report == nil || microseconds >= reported + 60 * second else { return }
            var report = MemoryReport(sequence: 0, total: guest.size.kib)
            report.free = max(.zero, guest.free).kib
            report.available = guest.available.kib
            write(report, at: microseconds)
        case .hostile(let seed):
            lie(seed: seed, at: microseconds)
        }
    }

    private mutating func write(_ new: MemoryReport, at microseconds: Int) {
        sequence += 1
        var numbered = new
        numbered.sequence = sequence
        report = numbered
        reported = microseconds
    }

    private func full(_ guest: GuestMemory, balloon: Balloon) -> MemoryReport {
        var report = MemoryReport(sequence: 0, total: guest.size.kib)
        report.free = max(.zero, guest.free).kib
        report.available = guest.available.kib
        report.committed = (guest.committed + guest.kernel / 2).kib
        report.cached = (guest.files + guest.stale).kib
        report.swapTotal = guest.swap.capacity.kib
        report.swapFree = (guest.swap.capacity - guest.swapped).kib
        report.stallSomeMicroseconds = guest.counters.stallSome
        report.stallFullMicroseconds = guest.counters.stallFull
        report.swappedIn = guest.counters.swappedIn
        report.swappedOut = guest.counters.swappedOut
        report.refaults = guest.counters.refaults.count
        report.majorFaults = guest.counters.majorFaults
        report.balloon = balloon.inflated.kib
        report.balloonCurrent = balloon.current.kib
        return report
    }

    /// What `ballast-guest` does.
    private mutating func watchAndReport(_ guest: GuestMemory, balloon: Balloon, at microseconds: Int) {
        let (hasLooked, need) = watch.look(guest, at: microseconds)
        guard hasLooked || report == nil else { return }
        let asked = min(need, balloon.inflated)
        if asked > .zero {
            sequence += 1
            urgent = UrgentRequest(sequence: sequence, need: asked.kib)
            requested = microseconds
        }
        if isDue(guest, at: microseconds) {
            write(full(guest, balloon: balloon), at: microseconds)
            reportedCounters = guest.counters
        }
    }

    /// Whether it is time for a report: at once after a change of a fiftieth, later after less.
    private func isDue(_ guest: GuestMemory, at microseconds: Int) -> Bool {
        guard let report else { return true }
        let elapsed = microseconds - reported
        let noticeable = guest.size.kib.count / 50
        let swapped = (report.swapTotal ?? .zero) - (report.swapFree ?? .zero)
        let moved = max(
            max(
                abs(((report.available ?? .zero) - guest.available.kib).count),
                abs(((report.committed ?? .zero) - (guest.committed + guest.kernel / 2).kib).count)
            ),
            max(abs((report.total - guest.size.kib).count), abs((swapped - guest.swapped.kib).count))
        )
        if moved > noticeable { return true }
        let hasStalled =
            guest.counters.stallSome - reportedCounters.stallSome > elapsed / 100
            || guest.counters.swappedIn > reportedCounters.swappedIn
        return elapsed >= (moved * 8 > noticeable || hasStalled ? Self.interval : Self.heartbeat)
    }

    private mutating func lie(seed: UInt64, at microseconds: Int) {
        var random = SplitMix64(seed: seed &+ UInt64(microseconds))
        var report = MemoryReport(sequence: 0, total: KiB(1 + random.below(1 << 30)))
        let largest = ReportFormat.largestNumber
        report.free = KiB(random.below(report.total.count))
        report.available = KiB(random.below(report.total.count))
        report.committed = KiB(random.happens(0.3) ? largest : random.below(largest))
        report.swapTotal = KiB(largest)
        report.swapFree = KiB(random.below(largest))
        report.stallSomeMicroseconds = random.below(largest)
        report.stallFullMicroseconds = random.below(largest)
        report.swappedIn = Pages(random.below(largest))
        report.refaults = random.below(largest)
        report.balloonCurrent = KiB(random.below(largest))
        write(report, at: microseconds)
        urgent = UrgentRequest(sequence: sequence, need: KiB(largest))
        requested = microseconds
    }
}
