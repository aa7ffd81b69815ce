public import Xen

/// Why a domain is treated as it is: the rule that decided, and the numbers that it decided on.
public enum Reason: Sendable, Hashable, Codable {
    /// It has what it is to have.
    case settled(goal: Pages)
    /// It holds more than it needs and gives part of it back.
    case shrinkTowardsGoal(current: Pages, goal: Pages, hysteresis: Int)
    /// It needs more than it holds.
    case growTowardsGoal(current: Pages, goal: Pages, hysteresis: Int)
    /// It stalls, so its goal was raised.
    case stalled(stall: StallRate, goal: Pages)
    /// Its guest called for memory.
    case urgent(need: Pages, goal: Pages)
    /// It is lent memory that nobody needs.
    case lend(share: Pages, goal: Pages)
    /// What it was lent is called back, because somebody needs it.
    case squeeze(pool: Pages, share: Pages)
    /// It holds more above its goal than it may.
    case trimPool(pool: Pages, limit: Pages)
    /// The host cannot give everybody their goal: it gets its share.
    case shortage(share: Pages, goal: Pages)
    /// It does not stall while others do, and gives way to them.
    case giveWay(share: Pages, goal: Pages)
    /// It has less than its floor.
    case raiseToFloor(current: Pages, floor: Pages)
    /// It grows as soon as memory comes free.
    case waiting(wanted: Pages, granted: Pages)
    /// It does not report: it gets its share of its range.
    case proportional(share: Pages, floor: Pages, ceiling: Pages)
    /// Its limit did not match its target.
    case limitFollowsTarget(target: Pages)
    /// The change would be smaller than is worth a write.
    case deadBand(change: Pages, band: Pages)
    /// It was raised a moment ago and is not lowered yet.
    case directionBlock(until: Instant)
    /// It has not told yet how it went when it was lowered.
    case unheard
    /// Its offset is being calibrated.
    case calibrating
    /// It does not follow its target.
    case stuck(current: Pages, target: Pages, since: Instant)
    /// It follows again.
    case followsAgain
    /// It was populated on demand, and its balloon driver has not answered yet.
    case driverSilent
    /// The administrator wrote its target.
    case heldByAdministrator(until: Instant)
    /// It is pinned.
    case pinned
    /// It is being torn down or has stopped.
    case stopped
    /// It is paused.
    case paused
    /// It is being moved or saved.
    case migrating
    /// It serves other domains.
    case service
    /// dom0 is not managed.
    case controlDomain
    /// Balancing is switched off for it.
    case disabled
    /// Its floor and its ceiling are the same.
    case fixedSize
    /// It has no target node yet.
    case incomplete
}
