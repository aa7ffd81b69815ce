public import Xen

/// What the plan found out about the host as a whole.
public struct HostDecision: Sendable, Hashable, Codable {
    /// How short free memory is.
    public var level = PressureLevel.none
    /// Which shortage or surplus the division met.
    public var regime = Regime.surplus
    /// What there is to divide among the managed domains.
    public var budget = Pages.zero
    /// What stays free in Xen in any case.
    public var reserve = Pages.zero
    /// What granted reservations keep.
    public var reserved = Pages.zero
    /// What domains that are not managed, and builders, may take without asking.
    public var promised = Pages.zero
    /// What can be handed out at once: free memory less the reserve, the reservations and everything promised.
    public var room = Pages.zero
    /// What is missing to give every managed domain its goal; 0 if nothing is.
    public var shortage = Pages.zero
    /// What the domains hold above their goals.
    public var pools = Pages.zero
    /// Which reclaimers are to be asked, in order of least harm.
    public var reclaim = ReclaimRequest()

    /// A decision about nothing.
    public init() {}

    /// How the budget relates to what is wanted.
    public enum Regime: UInt8, Sendable, Hashable, Codable {
        /// Every domain can have its goal.
        case surplus
        /// Not every domain can have its goal, but every one its floor.
        case tight
        /// Not every domain can have its floor: nothing is divided, reservations are refused.
        case shortage
    }
}
