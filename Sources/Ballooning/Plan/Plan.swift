public import Xen

/// What is to be done now, and everything that explains it. Its storage is reused from plan to plan.
public struct Plan: Sendable, Hashable, Codable {
    /// The changes in the order in which they are to be made: first whatever lowers, then whatever raises, each raise
    /// within what is free at its turn.
    public var writes: [PlannedWrite] = []
    /// One decision for each domain of the snapshot, in its order.
    public var decisions: [DomainDecision] = []
    /// What holds for the host.
    public var host = HostDecision()
    /// What the reservations are told.
    public var answers: [ReservationAnswer] = []
    /// Growth that was decided but waits for memory to come free: while there is any, Xen's free memory is watched and
    /// a plan is made as soon as it rises.
    public var waiting = Pages.zero
    /// When the next plan is due even if nothing happens.
    public var nextDeadline = Instant.distantFuture

    /// A plan that does nothing.
    public init() {}

    /// Forgets everything but the storage. The decisions are as many as there are domains now; each is made anew when
    /// its domain is looked at.
    mutating func clear(for domains: [DomainSnapshot]) {
        writes.removeAll(keepingCapacity: true)
        decisions.removeLast(max(0, decisions.count - domains.count))
        for domain in domains[decisions.count...] { decisions.append(DomainDecision(domain)) }
        answers.removeAll(keepingCapacity: true)
        host = HostDecision()
        waiting = .zero
        nextDeadline = .distantFuture
    }
}
