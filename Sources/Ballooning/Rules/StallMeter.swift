import Xen

/// How much a guest waits for memory, measured between two of its reports.
///
/// PSI alone does not see a guest that faults its working set back from compressed swap without reclaim: on a real host
/// 68,000 pages came back in a few seconds while PSI counted 0.02 s. So swap-ins, refaults and major faults count as
/// well, at a price for each, and the larger of both readings stands.
struct StallMeter: Sendable, Hashable, Codable {
    /// The stall between the last two reports; none while there are not two.
    private(set) var stall = StallRate.none
    /// The part of the stall in which the guest waited for pages that it had given up and wanted back. The rest is the
    /// work of giving up, which ends by itself.
    private(set) var thrashing = StallRate.none
    /// Whether the guest has memory to spare, so that more would not make it wait less: an eighth of it free, or
    /// available without an evicted page being wanted again. What such a guest waits for is the past, pages that it is
    /// still reading back.
    private(set) var hasSpare = false
    /// What the domain held when the last report came in.
    private(set) var currentAtReport = Pages.zero
    /// The part of its memory that the guest does not use, in 1,024ths, smoothed.
    private(set) var idle = 0
    /// The report that was read last.
    private var sequence: UInt32 = 0
    private var received = Instant.distantPast
    private var stallSome: UInt64 = 0
    private var swapIns: UInt64 = 0
    private var refaults: UInt64 = 0
    private var majorFaults: UInt64 = 0

    /// Whether a report is the one that was read last.
    @inline(always)
    func hasRead(_ report: GuestReport, received newReceived: Instant) -> Bool {
        newReceived == received && report.sequence == sequence
    }

    /// Reads a report unless it is the one that was read last.
    ///
    /// - Returns: whether it was a new one.
    @inline(always)
    mutating func read(_ report: GuestReport, received newReceived: Instant, current: Pages) -> Bool {
        guard !hasRead(report, received: newReceived) else { return false }
        let known = received != .distantPast
        if known, newReceived > received { measure(report, over: newReceived - received) }
        let unused = (report.available ?? report.free).count * 1024 / max(1, report.total.count)
        idle = known ? idle + (unused - idle) / 4 : unused
        sequence = report.sequence
        received = newReceived
        stallSome = report.stallSome ?? 0
        swapIns = report.swapIns ?? 0
        refaults = report.refaults ?? 0
        majorFaults = report.majorFaults ?? 0
        currentAtReport = current
        return true
    }

    @inline(always)
    private mutating func measure(_ report: GuestReport, over time: Milliseconds) {
        let waited = Self.rate(of: stallSome, to: report.stallSome, over: time)
        let swappedIn = Self.rate(of: swapIns, to: report.swapIns, over: time)
        let refaulted = Self.rate(of: refaults, to: report.refaults, over: time)
        var faults = swappedIn
        if Self.isShort(report, part: 4) {
            faults = max(faults, refaulted, Self.rate(of: majorFaults, to: report.majorFaults, over: time))
        }
        let total = StallRate.total.microsecondsPerSecond
        stall = StallRate(microsecondsPerSecond: min(total, max(waited, faults * Self.leastPrice)))
        let isCounted = report.swapIns != nil || report.refaults != nil
        let thrashed = isCounted ? (swappedIn + refaulted) * Self.mostPrice : total
        thrashing = min(stall, StallRate(microsecondsPerSecond: thrashed))
        let isCacheAtRest = refaulted * Self.leastPrice < Self.restless
        hasSpare = report.free >= report.total / 8 || (!Self.isShort(report, part: 8) && isCacheAtRest)
    }

    /// Forgets the stall of a guest that has fallen silent.
    mutating func fallSilent() {
        stall = .none
        thrashing = .none
    }

    /// What a page that has to be read back costs at least, in microseconds: from compressed swap.
    private static let leastPrice = 20

    /// What it costs at most: from a disk with a queue.
    private static let mostPrice = 500

    /// The stall by refaults, in microseconds a second, from which a page cache is too small.
    private static let restless = 1_000

    /// More per second than any guest counts, and little enough that no product overflows.
    private static let most: UInt64 = 1 << 40

    /// What a counter has gained per second; nothing if it went backwards, as it does when a guest starts anew.
    @inline(always)
    private static func rate(of old: UInt64, to new: UInt64?, over time: Milliseconds) -> Int {
        guard let new, new > old else { return 0 }
        return Int(min(new - old, most) * 1000 / UInt64(min(max(1, time.count), 1 << 40)))
    }

    /// Whether less than one part in so many is available. With a quarter of its memory available, what a guest faults
    /// in are programs being started and files being read for the first time.
    @inline(always)
    private static func isShort(_ report: GuestReport, part: Int) -> Bool {
        guard let available = report.available else { return true }
        return available < report.total / part
    }
}
