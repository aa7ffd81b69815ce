public import Xen

/// A start: services come up and need more than later, files are read once; then there is a steady load.
public struct Boot: Sendable, Hashable {
    /// What is wanted after the start.
    public var steady: Demand
    /// What the start needs besides.
    public var peak: Pages
    /// How long the start takes, in seconds.
    public var length: Int

    /// Makes a load.
    public init(steady: Demand, peak: Pages, length: Int = 40) {
        self.steady = steady
        self.peak = peak
        self.length = length
    }

    func demand(age: Int) -> Demand {
        guard age < length * second else { return steady }
        var demand = steady
        demand.hot += peak
        demand.stream += Pages.mib(20)
        return demand
    }
}
