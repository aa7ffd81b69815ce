/// Whether somebody else has decided how large a domain is to be.
public enum DomainHold: Sendable, Hashable, Codable {
    /// The balancer decides.
    case none
    /// The administrator has written a target of their own, as `xl mem-set` does: it stands until then.
    case administrator(until: Instant)
    /// The domain is pinned where it is until it is released.
    case pinned
}
