import Xen

/// The pages that the agent itself had read back from swap. Dom0 takes swap-ins and refaults for a sign of need, and so
/// does the agent; these are none.
struct OwnSwapIns {
    private var swappedIn = Pages.zero
    private var refaults = 0

    /// None so far.
    init() {}

    /// Counts what happened between two readings as the agent's own doing.
    mutating func add(from old: MemoryReport, to new: MemoryReport) {
        swappedIn = swappedIn + max(.zero, (new.swappedIn ?? .zero) - (old.swappedIn ?? .zero))
        refaults += max(0, (new.refaults ?? 0) - (old.refaults ?? 0))
    }

    /// The reading without them.
    func removed(from reading: MemoryReport) -> MemoryReport {
        var reading = reading
        reading.swappedIn = reading.swappedIn.map { max(.zero, $0 - swappedIn) }
        reading.refaults = reading.refaults.map { max(0, $0 - refaults) }
        return reading
    }
}
