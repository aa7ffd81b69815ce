import Xen

/// The reasons that follow from a decision's own numbers.
extension DomainDecision {
    /// Why it stays where it is, or nearly.
    @inline(always)
    var restingReason: Reason {
        if share > goal { return .lend(share: share, goal: goal) }
        if share == goal { return .settled(goal: goal) }
        if marks.contains(.giving) { return .giveWay(share: share, goal: goal) }
        if state == .silent { return .proportional(share: share, floor: floor, ceiling: ceiling) }
        return .shortage(share: share, goal: goal)
    }

    /// Why it is raised.
    func raisingReason(hysteresis: Int) -> Reason {
        if share < goal { return restingReason }
        if marks.contains(.urgent) { return .urgent(need: headroom, goal: goal) }
        if marks.contains(.stalled), headroom > .zero { return .stalled(stall: stall, goal: goal) }
        if current >= goal { return .lend(share: share, goal: goal) }
        return .growTowardsGoal(current: current, goal: goal, hysteresis: hysteresis)
    }

    /// Why it is lowered at once.
    func recallReason(_ desired: Pages) -> Reason {
        if desired < goal { return restingReason }
        if !marks.isDisjoint(with: [.squeezed, .recalled]) { return .squeeze(pool: pool, share: desired) }
        return .trimPool(pool: pool, limit: reach - goal)
    }
}
