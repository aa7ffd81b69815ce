/// What became of a planned write.
public enum WriteOutcome: Sendable, Hashable, Codable {
    /// Everything was written.
    case written
    /// Nothing was written: the domain is gone, or its number belongs to another one.
    case gone
    /// Something failed; the domain's target is what the next snapshot says.
    case failed
    /// Nothing was written: the round had made as many writes as one may, and the next plan decides anew.
    case postponed
}
