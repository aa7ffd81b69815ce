public import Xen

/// What a workload wants of its guest's memory at one moment.
public struct Demand: Sendable, Hashable {
    /// Anonymous pages that are used again and again: the working set.
    public var hot: Pages
    /// Anonymous pages that were filled once and are hardly ever looked at again.
    public var cold: Pages
    /// File pages that are read again and again, so that the page cache had better keep them.
    public var files: Pages
    /// File pages a second that are read once and never again; they fill the page cache with what nobody needs.
    public var stream: Pages
    /// Memory that is committed but never touched. It counts in Committed_AS and costs nothing.
    public var untouched: Pages
    /// How often a second each page of the working set is used.
    public var touches: Double
    /// How often a second each cold page is used: once in two hours, or never.
    public var coldTouches = 1.0 / 7200

    /// Makes a demand.
    public init(
        hot: Pages = .zero,
        cold: Pages = .zero,
        files: Pages = .zero,
        stream: Pages = .zero,
        untouched: Pages = .zero,
        touches: Double = 0.5
    ) {
        self.hot = hot
        self.cold = cold
        self.files = files
        self.stream = stream
        self.untouched = untouched
        self.touches = touches
    }

    /// Nothing runs.
    public static let none = Demand()

    /// What must be resident for the workload to run without stall.
    public var workingSet: Pages {
        hot + files
    }

    /// All anonymous pages.
    public var anonymous: Pages {
        hot + cold
    }
}
