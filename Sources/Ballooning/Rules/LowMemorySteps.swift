public import Xen

/// The steps at which Xen itself gives the alarm (VIRQ_ENOMEM): each alarm halves the threshold for the next one, and
/// the threshold climbs back only after free memory has risen well above it.
public struct LowMemorySteps: Sendable, Hashable, Codable {
    /// At or below this much free memory the next alarm is given.
    public private(set) var threshold: Pages
    /// At or above this much the threshold climbs one step; nil while it is at the top.
    public private(set) var climbsAt: Pages?
    private let top: Pages

    /// Starts at the top.
    ///
    /// - Parameter limit: the first threshold; Xen's default is 64 MiB and its largest 1 GiB. It is rounded down to a
    ///   power of two pages.
    public init(limit: Pages = .mib(64)) {
        let bounded = max(1, min(limit, .mib(1024)).count)
        top = Pages(1 << (Int.bitWidth - 1 - bounded.leadingZeroBitCount))
        threshold = top
    }

    /// Looks at what is free now.
    ///
    /// - Parameter available: free memory less what is claimed.
    /// - Returns: whether the alarm is given.
    public mutating func observe(available: Pages) -> Bool {
        if available <= threshold {
            threshold = max(Pages(1), threshold / 2)
            climbsAt = threshold * 4
            return true
        }
        if let climbsAt, available >= climbsAt {
            threshold = min(top, threshold * 2)
            self.climbsAt = threshold < top ? threshold * 4 : nil
        }
        return false
    }
}
