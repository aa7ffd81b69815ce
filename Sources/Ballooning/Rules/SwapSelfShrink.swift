public import Xen

/// Pulls the swapped pages of a guest that has calmed down back into its memory, by the rule of the selfballoon
/// driver's frontswap self-shrinking.
public struct SwapSelfShrink: Sendable, Hashable, Codable {
    /// How many calm intervals are still to pass.
    private var inertia = 0
    /// The swapped pages one interval ago.
    private var last = Pages.zero

    /// Nothing is swapped yet.
    public init() {}

    /// Looks at the guest's swap once per interval.
    ///
    /// - Parameters:
    ///   - swapped: the pages that it has in swap.
    ///   - hysteresis: the part that one step takes back is one over this.
    ///   - inertia: how many calm intervals pass before the first step.
    /// - Returns: how many pages may stay in swap, nil if nothing is to be pulled back now.
    public mutating func next(swapped: Pages, hysteresis: Int, inertia wait: Int) -> Pages? {
        defer { last = swapped }
        if swapped == .zero || swapped > last {
            inertia = wait
            return nil
        }
        if inertia > 0 {
            inertia -= 1
            if inertia > 0 { return nil }
        }
        let parts = max(1, hysteresis)
        return swapped.count <= parts ? .zero : swapped - swapped / parts
    }
}
