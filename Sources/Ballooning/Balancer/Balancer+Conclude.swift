import Xen

/// What the plan says of the host, and when the next one is due.
extension Balancer {
    /// Fills in the host's numbers and the next deadline.
    func conclude(_ snapshot: HostSnapshot, _ settings: Settings, _ budget: Budget, _ plan: inout Plan) {
        plan.host.budget = budget.divisible
        plan.host.reserve = budget.reserve
        plan.host.reserved = budget.reserved
        plan.host.promised = budget.promised + budget.open
        plan.host.room = budget.room
        var deadline = snapshot.now + settings.profile(0).interval
        var isMoving = !plan.answers.isEmpty
        for index in plan.decisions.indices {
            guard plan.decisions[index].isMember else { continue }
            plan.host.pools = plan.host.pools + plan.decisions[index].pool
            let current = plan.decisions[index].current
            let distance = plan.decisions[index].size - current
            let tolerance = Progress.tolerance(of: current)
            if distance > tolerance || distance < .zero - tolerance { isMoving = true }
        }
        if isMoving || plan.waiting > .zero { deadline = min(deadline, snapshot.now + Self.watchful) }
        plan.nextDeadline = deadline
    }

    /// How often a host is looked at on which memory is on its way.
    private static let watchful = Milliseconds.seconds(1)
}
