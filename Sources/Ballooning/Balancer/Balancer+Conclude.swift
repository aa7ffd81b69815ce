import Xen

/// What the plan says of the host, and when the next one is due.
extension Balancer {
    /// Fills in the host's numbers and the next deadline.
    func conclude(_ snapshot: HostSnapshot, _ settings: Settings, _ budget: Budget, _ plan: inout Plan) {
        plan.host.budget = budget.divisible
        plan.host.pools = budget.pools
        plan.host.reserve = budget.reserve
        plan.host.reserved = budget.reserved
        plan.host.promised = budget.promised + budget.open
        plan.host.room = budget.room
        var deadline = snapshot.now + settings.profile(0).interval
        let isMoving = scratch.tasks.isAnyMoving || !plan.answers.isEmpty
        if isMoving || plan.waiting > .zero { deadline = min(deadline, snapshot.now + Self.watchful) }
        plan.nextDeadline = deadline
    }

    /// How often a host is looked at on which memory is on its way.
    private static let watchful = Milliseconds.seconds(1)
}
