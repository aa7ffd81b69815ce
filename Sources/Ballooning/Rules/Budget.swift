import Xen

/// What there is, what is spoken for, and what may be handed out: every page counted once.
struct Budget: Sendable, Hashable {
    /// What stays free in any case.
    var reserve = Pages.zero
    /// What granted reservations keep.
    var reserved = Pages.zero
    /// What waiting reservations are being given room for.
    var awaited = Pages.zero
    /// What domains outside the division may take without asking, and claims.
    var promised = Pages.zero
    /// What the members of the division hold.
    var held = Pages.zero
    /// The least that the members' shares can be, all together.
    var bases = Pages.zero
    /// What the members need, all together.
    var goals = Pages.zero
    /// What the members may soon need on top, all together.
    var likely = Pages.zero
    /// What the members hold above their goals, all together.
    var pools = Pages.zero
    /// Whether a member needs more than it holds and was given.
    var isAnyWanting = false
    /// Whether there is a member whose need is known badly.
    var isAnyUncertain = false
    /// How far the members' limits lie above their targets.
    var slack = Pages.zero
    /// What is free now.
    var free = Pages.zero
    /// What will be free in a moment without anybody's doing: pages that are being wiped.
    var scrubbing = Pages.zero
    /// What the members may take without asking, by the limits in force.
    var open = Pages.zero
    /// What the members may take without asking, by the limits that go with their targets.
    var openByTarget = Pages.zero
    /// What members will give that were told to.
    var inFlight = Pages.zero

    /// What is divided among the members.
    var divisible: Pages {
        held + free + scrubbing - reserve - reserved - awaited - promised - slack
    }

    /// What can be handed out at once.
    var room: Pages {
        free - reserve - reserved - awaited - promised - open
    }

    /// What could be handed out at once if the members' limits matched their targets.
    var roomByTarget: Pages {
        free - reserve - reserved - awaited - promised - openByTarget
    }

    init(_ snapshot: HostSnapshot, settings: HostSettings) {
        reserve = settings.reserve(of: snapshot.memory.total)
        free = snapshot.memory.free
        scrubbing = snapshot.memory.scrubbing
        promised = snapshot.memory.claimed
    }

    /// Counts a domain that takes part.
    @inline(always)
    mutating func countMember(_ decision: DomainDecision, claimed: Pages) {
        held = held + decision.current
        bases = bases + decision.base
        goals = goals + decision.goal
        likely = likely + (decision.likely - decision.goal)
        pools = pools + decision.pool
        if decision.goal > max(decision.current, decision.inForce) { isAnyWanting = true }
        if decision.marks.contains(.uncertain) { isAnyUncertain = true }
        slack = slack + decision.spread
        open = open + max(.zero, decision.permitted - decision.current - claimed)
        openByTarget = openByTarget + max(.zero, decision.limit(at: decision.inForce) - decision.current)
        if decision.marks.isDisjoint(with: [.clinging, .driverSilent]) {
            inFlight = inFlight + max(.zero, decision.current - decision.inForce)
        }
    }

    /// Counts a domain that does not: what it holds is gone, what it may take is promised.
    @inline(always)
    mutating func countOther(_ domain: DomainSnapshot, maximumSlack: Pages) {
        // dom0's limit is often no limit at all. dom0 is trusted to hold what its target says.
        let permitted =
            domain.role == .controlDomain
            ? min(domain.info.maximum, (domain.target ?? domain.info.current) + maximumSlack) : domain.info.maximum
        // The host's sum of claims has the domain's claim already.
        promised = promised + max(.zero, permitted - domain.info.current - domain.info.claimed)
    }
}
