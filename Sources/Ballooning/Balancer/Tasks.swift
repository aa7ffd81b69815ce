import Xen

/// What is left to do once every domain's next step is known: to raise those for whom there is memory. All others are
/// done, and the last pass does not look at them again.
struct Tasks: Sendable {
    /// Those whose target or limit goes up, if there is memory for it.
    private(set) var raising: [Raise] = []
    /// What all raises together take of the memory that is free.
    private(set) var cost = Cost()
    /// Whether a domain is on its way to what it is to hold.
    var isAnyMoving = false

    /// A raise and what it takes.
    struct Raise: Sendable {
        /// The index of the domain.
        var index: Int
        var cost: Cost
    }

    /// What raises take of the memory that is free: as far as the goals, and beyond them.
    struct Cost: Sendable {
        var need = Pages.zero
        var loan = Pages.zero
    }

    /// Forgets all, but keeps the room.
    mutating func removeAll() {
        raising.removeAll(keepingCapacity: true)
        cost = Cost()
        isAnyMoving = false
    }

    /// Takes note of a domain whose next step is known.
    @inline(always)
    mutating func note(_ decision: DomainDecision, _ index: Int) {
        if decision.isMember, decision.change > .zero {
            let raise = Raise(index: index, cost: decision.cost)
            cost.need = cost.need + raise.cost.need
            cost.loan = cost.loan + raise.cost.loan
            raising.append(raise)
        } else if decision.isOnItsWay {
            isAnyMoving = true
        }
    }
}
