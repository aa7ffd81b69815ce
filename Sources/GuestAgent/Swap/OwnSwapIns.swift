import Xen

/// The pages that the agent itself had read back from swap. Dom0 takes swap-ins and refaults for a sign of need, and so
/// does the agent; these are none.
struct OwnSwapIns: Sendable, Hashable {
    /// The pages read back.
    private(set) var swappedIn = Pages.zero
    /// The refaults counted on the way.
    private(set) var refaults = 0

    /// None so far.
    init() {}

    /// What happened between two readings.
    init(from old: MemoryReport, to new: MemoryReport) {
        add(from: old, to: new)
    }

    /// Counts what happened between two readings as the agent's own doing.
    mutating func add(from old: MemoryReport, to new: MemoryReport) {
        swappedIn = swappedIn + max(.zero, (new.swappedIn ?? .zero) - (old.swappedIn ?? .zero))
        refaults += max(0, (new.refaults ?? 0) - (old.refaults ?? 0))
    }

    /// Counts what a step of reading back says of itself.
    mutating func add(_ result: PullResult) {
        swappedIn = swappedIn + result.swappedIn
        refaults += result.refaults
    }

    /// The reading without them.
    func removed(from reading: MemoryReport) -> MemoryReport {
        var reading = reading
        reading.swappedIn = reading.swappedIn.map { max(.zero, $0 - swappedIn) }
        reading.refaults = reading.refaults.map { max(0, $0 - refaults) }
        return reading
    }
}
