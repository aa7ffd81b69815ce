/// Where a domain stands with the balancer, in the words of its `state` node.
public enum DomainState: String, Sendable, Hashable, Codable, CaseIterable {
    /// It reports, it follows, it is balanced.
    case balanced
    /// It does not report: it keeps what it has, or its share of its range, and yields in proportion.
    case silent
    /// Its offset is not known yet.
    case calibrating
    /// It makes no useful progress towards its target: what it holds counts as fixed.
    case stuck
    /// It has made none for so long that it is published.
    case uncooperative
    /// The administrator has decided its size, or pinned it.
    case held
    /// It is paused, shut down or going away.
    case suspended
    /// It is being moved to another host or saved.
    case migrating
    /// It is dom0, a service domain, has no room to move, or was taken out of balancing.
    case unmanaged
}
