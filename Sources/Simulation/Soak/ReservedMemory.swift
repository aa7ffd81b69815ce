public import Xen

/// What granted reservations keep.
public struct ReservedMemory: Sendable, Hashable {
    /// The sum.
    public var pages: Pages
}
