public import Xen

/// A process that leaks: its memory grows evenly, nobody looks at it again, and at the limit its supervisor starts it
/// anew.
public struct Leak: Sendable, Hashable {
    /// What is wanted besides the leak.
    public var base: Demand
    /// What leaks in a minute.
    public var perMinute: Pages
    /// The size at which the process is started anew.
    public var limit: Pages

    /// Makes a load.
    public init(base: Demand, perMinute: Pages, limit: Pages) {
        self.base = base
        self.perMinute = perMinute
        self.limit = limit
    }

    func demand(age: Int) -> Demand {
        let leaked = perMinute.count * (age / second) / 60
        var demand = base
        demand.cold += Pages(leaked % max(1, limit.count))
        return demand
    }
}
