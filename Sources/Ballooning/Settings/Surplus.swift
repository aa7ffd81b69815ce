/// What becomes of memory that is left once every domain has its goal.
public enum Surplus: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is lent to the domains up to their ceilings, by weight, and called back when somebody needs it.
    case lend
    /// It stays free in Xen.
    case keep
}
