import Xen

/// Fifth part of a plan: the squeeze.
extension Balancer {
    /// Calls pools back if somebody is short of memory: of the domains that hold more than their share, the largest
    /// first, until what is missing is covered. They go to their shares at once. Under pressure the limit of their pools
    /// is 0 until the squeeze ends; the administrator may order that of every pool. dom0 is asked for what is missing
    /// then, where it is managed.
    mutating func callBackPools(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ budget: Budget,
        _ plan: inout Plan
    ) {
        plan.host.level = Pressure.level(
            free: snapshot.memory.free + snapshot.memory.scrubbing,
            reserve: budget.reserve,
            was: history.host.level
        )
        // Xen's own alarm says the same, and says it again at each further step.
        if history.host.lowMemory.observe(available: snapshot.memory.free - snapshot.memory.claimed),
            snapshot.memory.free < budget.reserve
        {
            plan.host.level = max(plan.host.level, .soft)
        }
        history.host.level = plan.host.level
        let presses = Pressure.presses(
            snapshot.controlDomain,
            threshold: settings.host.controlDomainStall,
            was: history.host.isControlDomainPressed
        )
        history.host.isControlDomainPressed = presses

        if let end = snapshot.squeezeUntil, snapshot.now < end { squeezeAll(until: end, now: snapshot.now, plan) }
        askDonors(for: missing(budget, plan), toGoal: plan.host.level > .none, snapshot, settings, &plan)
        if presses { askBackEnds(snapshot.controlDomain, &plan) }
    }

    /// Those without a pool as well, or they would be lent what the others give.
    private mutating func squeezeAll(until end: Instant, now: Instant, _ plan: Plan) {
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            history.domains[index].squeeze.press(now: now, for: end - now)
        }
        history.host.squeezeEnd = max(history.host.squeezeEnd, end)
    }

    /// What has to come free beyond what is free or on its way, so that everybody gets what they need.
    private func missing(_ budget: Budget, _ plan: Plan) -> Pages {
        var needed = budget.awaited
        if budget.isAnyWanting || budget.isAnyUncertain {
            for index in plan.decisions.indices where plan.decisions[index].isMember {
                let decision = plan.decisions[index]
                let due = max(decision.current, decision.inForce)
                // Who cannot say what is needed is given the share as if it were.
                let isLoan = decision.marks.contains(.uncertain) && decision.share > decision.goal
                let growth = (isLoan ? decision.share : min(decision.share, decision.goal)) - due
                if growth >= (isLoan ? DeadBand.loan(of: due) : DeadBand.need(of: due)) { needed = needed + growth }
            }
        }
        guard needed > .zero || plan.host.level > .none else { return .zero }
        // What is awaited was taken off the room and is part of what is needed: it must not count twice.
        let room = budget.roomByTarget + budget.awaited
        return max(.zero, needed - room - budget.scrubbing - budget.inFlight)
    }

    private mutating func askDonors(
        for amount: Pages,
        toGoal: Bool,
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ plan: inout Plan
    ) {
        guard amount > .zero else { return }
        let (pools, controlDomain) = scratch.findDonors(plan.decisions.span, toGoal: toGoal)
        let least = amount < pools ? scratch.leastPool(covering: amount, of: pools) : .zero
        var missing = amount
        for donor in scratch.donors where donor.pool >= least && missing > .zero {
            callBack(donor.index, toGoal: toGoal, snapshot, settings, &plan)
            missing = max(.zero, missing - donor.pool)
            plan.host.reclaim.guestPools = plan.host.reclaim.guestPools + donor.pool
        }
        plan.host.reclaim.controlDomain = missing
        if missing > .zero, let controlDomain { callBack(controlDomain, toGoal: toGoal, snapshot, settings, &plan) }
    }

    private mutating func callBack(
        _ index: Int,
        toGoal: Bool,
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ plan: inout Plan
    ) {
        plan.decisions[index].marks.insert(.recalled)
        guard toGoal else { return }
        let duration = settings.profile(plan.decisions[index].profile).squeezeDuration
        history.domains[index].squeeze.press(now: snapshot.now, for: duration)
        history.host.squeezeEnd = max(history.host.squeezeEnd, snapshot.now + duration)
    }

    /// The pools of dom0's back ends help dom0 itself and nobody else.
    private func askBackEnds(_ pressure: ControlDomainPressure, _ plan: inout Plan) {
        let available = pressure.available ?? .zero
        plan.host.reclaim.backEndPools = max(.mib(1), (pressure.total ?? .zero) / 12 - available)
    }
}

extension Balancer {
    /// A domain that holds a pool.
    struct Donor {
        let pool: Pages
        let index: Int
    }
}

extension Balancer.Scratch {
    /// Gathers the guests that have something to give.
    ///
    /// - Returns: all their pools together, and where dom0 stands if it has something to give as well.
    fileprivate mutating func findDonors(
        _ decisions: Span<DomainDecision>,
        toGoal: Bool
    ) -> (pools: Pages, controlDomain: Int?) {
        donors.removeAll(keepingCapacity: true)
        var pools = Pages.zero
        var controlDomain: Int?
        for index in decisions.indices where decisions[index].isMember {
            let pool = decisions[index].pool(toGoal: toGoal)
            guard pool > .zero, decisions[index].marks.isDisjoint(with: [.driverSilent, .clinging]) else { continue }
            if decisions[index].id == .zero {
                controlDomain = index
            } else {
                donors.append(Balancer.Donor(pool: pool, index: index))
                pools = pools + pool
            }
        }
        return (pools, controlDomain)
    }

    /// The smallest pool that is needed to cover an amount if the largest go first; pools that differ by less than a
    /// 64th count as alike. Found by halving the range of sizes: a few looks at the donors, and no sorting.
    ///
    /// - Parameter sum: all pools together; more than the amount.
    func leastPool(covering amount: Pages, of sum: Pages) -> Pages {
        // Without all the smaller ones, the others cover it still: that needs no look.
        let enough = (sum - amount) / donors.count
        var low = Pages(1)
        var high = donors.reduce(Pages.zero) { max($0, $1.pool) }
        while high - low > low / 64 {
            let middle = low + (high - low + Pages(1)) / 2
            if middle <= enough || covers(amount, from: middle) { low = middle } else { high = middle - Pages(1) }
        }
        return low
    }

    /// Whether the pools of at least a certain size cover an amount. Mostly the first few do, so the search ends there.
    private func covers(_ amount: Pages, from least: Pages) -> Bool {
        var sum = Pages.zero
        for donor in donors where donor.pool >= least {
            sum = sum + donor.pool
            if sum >= amount { return true }
        }
        return false
    }
}

extension DomainDecision {
    /// What it can give: down to its goal, or down to its share.
    @inline(always)
    fileprivate func pool(toGoal: Bool) -> Pages {
        min(current, inForce) - (toGoal ? min(share, goal) : share)
    }
}
