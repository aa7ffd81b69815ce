public import Xen

/// How much each kind of pool is asked to give back, in order of least harm: the userspace form of the xenbus
/// `reclaim_memory` callback.
public struct ReclaimRequest: Sendable, Hashable, Codable {
    /// What the guests' pools are asked for; the plan's writes carry it out.
    public var guestPools = Pages.zero
    /// What dom0's back-end buffers are asked for; the agent carries it out.
    public var backEndPools = Pages.zero
    /// What dom0's own balloon is asked for; the plan's writes carry it out where dom0 is managed.
    public var controlDomain = Pages.zero

    /// A request for nothing.
    public init() {}
}
