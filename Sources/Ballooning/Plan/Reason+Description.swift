import Xen

extension Reason: CustomStringConvertible {
    /// One sentence that tells an administrator why.
    public var description: String {
        switch self {
        case .settled(let goal):
            "holds what it needs, \(goal.mebibytes)"
        case .shrinkTowardsGoal(let current, let goal, let hysteresis):
            "holds \(current.mebibytes) but needs \(goal.mebibytes): gives 1/\(hysteresis) of the difference"
        case .growTowardsGoal(let current, let goal, let hysteresis):
            hysteresis == 1
                ? "holds \(current.mebibytes) but needs \(goal.mebibytes): gets the difference"
                : "holds \(current.mebibytes) but needs \(goal.mebibytes): gets 1/\(hysteresis) of the difference"
        case .stalled(let stall, let goal):
            "waits for memory \(stall) of its time: its need is raised to \(goal.mebibytes)"
        case .urgent(let need, let goal):
            "called for \(need.mebibytes) at once: its need is raised to \(goal.mebibytes)"
        case .lend(let share, let goal):
            "needs \(goal.mebibytes) and is lent up to \(share.mebibytes) that nobody else needs"
        case .squeeze(let pool, let share):
            "holds \(pool.mebibytes) more than it needs while others are short: goes to \(share.mebibytes)"
        case .trimPool(let pool, let limit):
            "holds \(pool.mebibytes) more than it needs, of which it may keep \(limit.mebibytes)"
        case .shortage(let share, let goal):
            "needs \(goal.mebibytes) but the host is short: its share is \(share.mebibytes)"
        case .giveWay(let share, let goal):
            "claims \(goal.mebibytes) without waiting for memory while others wait: gives way to \(share.mebibytes)"
        case .raiseToFloor(let current, let floor):
            "holds \(current.mebibytes), less than its floor of \(floor.mebibytes)"
        case .waiting(let wanted, let granted):
            "wants \(wanted.mebibytes) more, of which \(granted.mebibytes) are free now"
        case .proportional(let share, let floor, let ceiling):
            "does not report: gets \(share.mebibytes) of its range from \(floor.mebibytes) to \(ceiling.mebibytes)"
        case .limitFollowsTarget(let target):
            "its limit is set to match its target of \(target.mebibytes)"
        case .deadBand(let change, let band):
            "a change of \(change.mebibytes) is less than the \(band.mebibytes) that are worth a write"
        case .directionBlock:
            "was raised a moment ago: is not lowered before that has settled"
        case .unheard:
            "was lowered: is not lowered further before it has told how that went"
        case .calibrating:
            "is watched until what it holds beyond its target is known"
        case .stuck(let current, let target, _):
            "holds \(current.mebibytes) and does not move towards \(target.mebibytes): counts as fixed"
        case .followsAgain:
            "follows its target again"
        case .driverSilent:
            "was started with less than its full memory, and its balloon driver has not answered yet"
        case .heldByAdministrator:
            "its target was set by the administrator"
        case .pinned:
            "is pinned"
        case .stopped:
            "has stopped or is going away"
        case .paused:
            "is paused"
        case .migrating:
            "is being moved or saved"
        case .service:
            "serves other domains"
        case .controlDomain:
            "dom0 is not managed"
        case .disabled:
            "balancing is switched off for it"
        case .fixedSize:
            "has no room between its floor and its ceiling"
        case .incomplete:
            "has no target yet"
        }
    }
}
