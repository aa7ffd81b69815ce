public import Xen

/// What the plan decided for one domain, and from which numbers. All sizes but ``target`` are what the hypervisor
/// counts, so they compare with ``Xen/DomainInfo/current``.
public struct DomainDecision: Sendable, Hashable, Codable {
    // What the passes over all domains look at comes first, so that each touches a line or two of the cache per domain.

    /// The domain's number.
    public var id: DomainID
    /// What of all this happened in this round.
    var marks: Marks
    /// Where it stands.
    public var state: DomainState
    /// What it holds.
    public var current: Pages
    /// What it needs.
    public var goal: Pages
    /// What the division of the host gives it.
    public var share: Pages
    /// What it is to hold after this plan: the way from what it holds to its share, as far as one step goes.
    public var size: Pages
    /// What it is to hold by the target that was in force before this plan.
    var inForce: Pages
    /// The least that its share can be: its floor, unless it does not give what it holds above it.
    var base: Pages
    /// The most that its share can be: its ceiling, unless it may not hold a pool that large or does not take more.
    var reach: Pages
    /// What it may soon need: the most that it has needed lately, or all of its reach if its need is not known.
    var likely = Pages.zero
    /// What the hypervisor permitted it before this plan.
    var permitted: Pages
    /// How far its limit lies above what it is to hold.
    var spread = Pages.zero
    /// What it is never driven below.
    public var floor: Pages
    /// What it is never raised above.
    public var ceiling: Pages
    /// What its guest could give at once, without swapping.
    var available = Pages.zero
    /// Its weight.
    var weight = 0
    /// The index of its settings.
    var profile: Int
    /// What it holds above its goal.
    public var pool: Pages
    /// The feedback part of its goal.
    public var headroom: Pages
    /// What it holds beyond its target once it has settled.
    public var offset: Pages
    /// How much it stalls.
    public var stall: StallRate
    /// The target in force after this plan, in the unit of `memory/target`; nil if it has none.
    @Compact public var target: Pages?
    /// What it needs by its report alone, before headroom and bounds; nil without a report.
    @Compact public var estimate: Pages?
    /// What it held when the report came in that its goal was worked out from; nil without a report.
    @Compact public var currentAtReport: Pages?
    /// How many pages it may keep in swap; nil unless it is to take some back.
    @Compact public var swapTarget: Pages?
    /// Why it is treated as it is.
    public var reason: Reason

    /// Makes a decision that leaves the domain as it is.
    init(_ domain: DomainSnapshot) {
        let held = domain.info.current
        id = domain.info.id
        current = held
        state = .unmanaged
        goal = held
        floor = held
        ceiling = held
        share = held
        size = held
        target = domain.target
        pool = .zero
        headroom = .zero
        offset = .zero
        stall = .none
        reason = .incomplete
        base = held
        reach = held
        inForce = held
        permitted = domain.info.maximum
        profile = domain.profile
        marks = domain.isMarkedUncooperative ? .flagged : []
        if domain.info.flags.contains(.hardwareAssisted) { marks.insert(.hardwareAssisted) }
    }

    /// Whether its target may change: it takes part, or what it did not take is taken back.
    var isMoving: Bool {
        !marks.isDisjoint(with: [.member, .givenUp])
    }

    /// Whether it takes part and does not hold yet what it is to hold.
    var isOnItsWay: Bool {
        let tolerance = Progress.tolerance(of: current)
        let distance = size - current
        return isMember && (distance > tolerance || distance < .zero - tolerance)
    }

    /// The limit that goes with a size.
    @inline(always)
    func limit(at size: Pages) -> Pages {
        size + spread
    }

    /// What the step to ``size`` takes of the memory that is free, as far as the goal and beyond it. What the domain
    /// may take already costs nothing: it is promised.
    @inline(always)
    var cost: Tasks.Cost {
        let cost = max(.zero, limit(at: size) - max(current, permitted))
        let loan = min(cost, max(.zero, size - max(goal, inForce)))
        return Tasks.Cost(need: cost - loan, loan: loan)
    }

    /// Whether the domain takes part in the division.
    @inline(always)
    var isMember: Bool {
        marks.contains(.member)
    }

    /// What happened to a domain in one round.
    struct Marks: OptionSet, Sendable, Hashable, Codable {
        var rawValue: UInt16

        /// It takes part in the division.
        static let member = Marks(rawValue: 1 << 0)
        /// It does not give what it was asked for.
        static let clinging = Marks(rawValue: 1 << 1)
        /// Its next step is due.
        static let due = Marks(rawValue: 1 << 2)
        /// Its guest's call was heard.
        static let urgent = Marks(rawValue: 1 << 3)
        /// It stalls.
        static let stalled = Marks(rawValue: 1 << 4)
        /// It may not be lowered: its balloon driver has not answered yet.
        static let driverSilent = Marks(rawValue: 1 << 5)
        /// What it holds above its share is called back at once.
        static let recalled = Marks(rawValue: 1 << 10)
        /// It may hold no pool at all.
        static let squeezed = Marks(rawValue: 1 << 6)
        /// It gives way to those that stall.
        static let giving = Marks(rawValue: 1 << 7)
        /// What it needs is known badly or not at all.
        static let uncertain = Marks(rawValue: 1 << 11)
        /// It is published as uncooperative.
        static let flagged = Marks(rawValue: 1 << 8)
        /// It has hardware page tables, and so a populate-on-demand cache.
        static let hardwareAssisted = Marks(rawValue: 1 << 12)
        /// It does not take what it was given: its target is taken back, so that it cannot grow unseen and does not try
        /// for ever.
        static let givenUp = Marks(rawValue: 1 << 9)
        /// It has not told yet how it went when it was lowered.
        static let unheard = Marks(rawValue: 1 << 13)
    }
}
