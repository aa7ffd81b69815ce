public import Xen

/// What of a guest reaches dom0: its reports, as rarely, as coarsely and as honestly as its kind sends them.
public struct GuestReporter: Sendable {
    /// The agents that are met in guests.
    public enum Kind: Sendable, Hashable {
        /// `ballast-guest`: every interval, sooner when something changed by more than a few per cent, and an urgent
        /// request when work stands still.
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

    private var checked = 0
    private var seen = GuestCounters()
    private var sequence = 0

    /// `ballast-guest` writes at least that often, in microseconds.
    private static let interval = 5 * second
    /// It looks that often whether something changed.
    private static let look = second / 2
    /// Between two urgent requests there is at least that much time.
    private static let urgentPause = second

    /// Makes a reporter that has said nothing yet.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// Looks at the guest and says what there is to say.
    ///
    /// - Parameters:
    ///   - guest: the guest's memory.
    ///   - balloon: what the balloon driver holds and could give back.
    ///   - microseconds: the host's time.
    mutating func observe(_ guest: GuestMemory, balloon: Pages, at microseconds: Int) {
        guard microseconds >= checked + Self.look else { return }
        checked = microseconds
        switch kind {
        case .silent: return
        case .ballast:
            cry(guest, balloon: balloon, at: microseconds)
            guard microseconds >= reported + Self.interval || report == nil || hasMoved(guest) else { return }
            write(full(guest, balloon: balloon), at: microseconds, guest.counters)
        case .qubes:
            let used = guest.used - guest.files - guest.stale + guest.swapped
            guard report == nil || abs((used.kib - (self.used ?? .zero)).count) > 30_000 else { return }
            self.used = used.kib
            var report = MemoryReport(sequence: 0, total: guest.size.kib)
            report.available = max(.zero, guest.size - used).kib
            write(report, at: microseconds, guest.counters)
        case .xapi:
            guard report == nil || microseconds >= reported + 60 * second else { return }
            var report = MemoryReport(sequence: 0, total: guest.size.kib)
            report.free = max(.zero, guest.free).kib
            report.available = guest.available.kib
            write(report, at: microseconds, guest.counters)
        case .hostile(let seed):
            lie(seed: seed, balloon: balloon, at: microseconds)
        }
    }

    private mutating func write(_ new: MemoryReport, at microseconds: Int, _ counters: GuestCounters) {
        sequence += 1
        var numbered = new
        numbered.sequence = sequence
        report = numbered
        reported = microseconds
    }

    private func full(_ guest: GuestMemory, balloon: Pages) -> MemoryReport {
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
        report.balloon = balloon.kib
        return report
    }

    /// Whether a figure differs by a twentieth of the memory from what was reported last.
    private func hasMoved(_ guest: GuestMemory) -> Bool {
        guard let report else { return true }
        let step = guest.size.kib.count / 20
        let committed = (guest.committed + guest.kernel / 2).kib
        let moves = [
            (report.available ?? .zero) - guest.available.kib,
            (report.committed ?? .zero) - committed,
            report.total - guest.size.kib,
        ]
        return moves.contains { abs($0.count) > step }
    }

    /// Asks for memory at once when a tenth of the time since the last look was lost.
    private mutating func cry(_ guest: GuestMemory, balloon: Pages, at microseconds: Int) {
        let now = guest.counters
        defer { seen = now }
        guard now.stallSome - seen.stallSome > Self.look / 10, microseconds >= requested + Self.urgentPause else {
            return
        }
        let faulted = (now.swappedIn - seen.swappedIn) + (now.refaults - seen.refaults)
        let need = min(balloon, max(faulted * 2, guest.size / 20))
        guard need > .zero else { return }
        sequence += 1
        urgent = UrgentRequest(sequence: sequence, need: need.kib)
        requested = microseconds
        write(full(guest, balloon: balloon), at: microseconds, now)
    }

    private mutating func lie(seed: UInt64, balloon: Pages, at microseconds: Int) {
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
        write(report, at: microseconds, GuestCounters())
        urgent = UrgentRequest(sequence: sequence, need: KiB(largest))
        requested = microseconds
    }
}
