import Seeded
public import Xen

/// A working set that rises at random moments: in each period there is one burst, at a moment of the period that only
/// the seed tells.
public struct Bursts: Sendable, Hashable {
    /// What is wanted at all times.
    public var base: Demand
    /// What a burst adds to the working set.
    public var extra: Pages
    /// The length of a period, in seconds.
    public var period: Int
    /// The length of a burst, in seconds.
    public var length: Int
    /// Where in the periods the bursts are.
    public var seed: UInt64

    /// Makes a load; `length` must be shorter than `period`.
    public init(base: Demand, extra: Pages, period: Int, length: Int, seed: UInt64) {
        self.base = base
        self.extra = extra
        self.period = max(1, period)
        self.length = min(length, period)
        self.seed = seed
    }

    func demand(at microseconds: Int) -> Demand {
        let whole = period * second
        let index = microseconds / whole
        let slack = whole - length * second
        let start = index * whole + Int(Double(slack) * SplitMix64.fraction(seed: seed, index: index))
        var demand = base
        if microseconds >= start, microseconds < start + length * second { demand.hot += extra }
        return demand
    }
}
