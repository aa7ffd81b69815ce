public import Xen

/// A process that fills a lot of memory, works on it for a while, and then never touches it again while it keeps it.
public struct Hoarder: Sendable, Hashable {
    /// What is wanted at all times.
    public var base: Demand
    /// What is hoarded.
    public var hoard: Pages
    /// How long the guest runs before it fills its memory, in seconds.
    public var start: Int
    /// How long it works on the hoard, in seconds.
    public var busy: Int

    /// Makes a load.
    public init(base: Demand, hoard: Pages, start: Int = 10, busy: Int = 60) {
        self.base = base
        self.hoard = hoard
        self.start = start
        self.busy = busy
    }

    func demand(age: Int) -> Demand {
        var demand = base
        if age >= (start + busy) * second {
            demand.cold += hoard
            demand.coldTouches = 0
        } else if age >= start * second {
            demand.hot += hoard
        }
        return demand
    }
}
