import Xen

/// Sixth part of a plan: how far each domain goes towards its share now.
extension Balancer {
    /// Sets what every member is to hold after this plan, and why.
    mutating func approach(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: inout Plan) {
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            guard let target = snapshot.domains[index].target else { continue }
            let current = snapshot.domains[index].info.current
            let step = Step(
                decision: plan.decisions[index],
                current: current,
                inForce: target + plan.decisions[index].offset,
                profile: settings.profile(snapshot.domains[index].profile),
                now: snapshot.now
            )
            let next = step.next(&history.domains[index].approach)
            plan.decisions[index].size = next.size
            plan.decisions[index].reason = next.reason
        }
    }
}

/// One domain's next step.
struct Step {
    let decision: DomainDecision
    /// What the domain holds.
    let current: Pages
    /// What it is to hold by the target in force.
    let inForce: Pages
    let profile: DomainSettings
    let now: Instant

    /// What the domain is to hold next, and why. Takes note of a step that was taken.
    func next(_ approach: inout Approach) -> (size: Pages, reason: Reason) {
        var (size, reason) = aim(approach)
        if decision.marks.contains(.due) { approach.step(to: size, now: now) }
        size = max(size, Pages(1) + decision.offset)
        if size < inForce, decision.marks.contains(.driverSilent) { return (inForce, .driverSilent) }
        if decision.marks.contains(.clinging), desired <= current { return (inForce, decision.reason) }
        if size < inForce, !isForced, approach.blocksLowering(profile.directionBlock, now: now) {
            return (inForce, .directionBlock(until: approach.raisedAt + profile.directionBlock))
        }
        if size > inForce, inForce >= decision.goal, approach.blocksLending(profile.directionBlock, now: now) {
            return (inForce, .directionBlock(until: approach.loweredAt + profile.directionBlock))
        }
        let change = max(size - inForce, inForce - size)
        let band = isForced ? Progress.tolerance(of: Pages(1)) : self.band(to: size)
        if change < band {
            if change > .zero, change < band { reason = .deadBand(change: change, band: band) }
            if change == .zero || isSettled { reason = settledReason }
            size = inForce
        }
        return (size, reason)
    }

    /// What the domain would go to if every change were worth it.
    private func aim(_ approach: Approach) -> (Pages, Reason) {
        if current < decision.floor, inForce < decision.floor {
            return (
                max(decision.floor, min(desired, decision.floor)),
                .raiseToFloor(current: current, floor: decision.floor)
            )
        }
        if desired > current { return (up(approach), upReason) }
        if desired < current { return down(approach) }
        return (desired, settledReason)
    }

    /// Up as far as the hysteresis goes; the rest of the last step if the next one is not due yet.
    private func up(_ approach: Approach) -> Pages {
        if profile.upHysteresis <= 1 || decision.marks.contains(.urgent) { return desired }
        if decision.marks.contains(.due) {
            return Hysteresis.step(from: current, to: desired, down: 1, up: profile.upHysteresis)
        }
        return min(max(inForce, approach.aim), desired)
    }

    /// Down at once if the pool is called back or too large, else as far as the hysteresis goes.
    private func down(_ approach: Approach) -> (Pages, Reason) {
        if isForced {
            return (followable, forcedReason)
        }
        guard decision.marks.contains(.due) else { return (min(inForce, current), .settled(goal: decision.goal)) }
        let size = Hysteresis.step(from: current, to: desired, down: profile.downHysteresis, up: 1)
        if desired < decision.goal { return (size, settledReason) }
        return (size, .shrinkTowardsGoal(current: current, goal: desired, hysteresis: profile.downHysteresis))
    }

    /// Where the domain is to go in the end: its share, without a pool while it is squeezed.
    private var desired: Pages {
        decision.marks.contains(.squeezed) ? min(decision.share, decision.goal) : min(decision.share, decision.reach)
    }

    /// Whether memory is taken back at once.
    private var isForced: Bool {
        guard desired < current else { return false }
        return decision.marks.contains(.squeezed) || current > decision.reach + DeadBand.need(of: current)
    }

    /// As near to where the domain is to go as its guest can follow at once: what it has available costs it nothing,
    /// and an eighth of what it holds it can swap out without losing its warm pages.
    private var followable: Pages {
        max(desired, current - max(decision.available, current / 8))
    }

    private func band(to size: Pages) -> Pages {
        let isLoan = min(size, inForce) >= decision.goal && decision.share > decision.goal
        return isLoan ? DeadBand.loan(of: inForce) : DeadBand.need(of: inForce)
    }

    private var isSettled: Bool {
        max(desired - current, current - desired) < DeadBand.need(of: current)
    }

    private var settledReason: Reason {
        switch decision {
        case _ where decision.share > decision.goal: .lend(share: decision.share, goal: decision.goal)
        case _ where decision.marks.contains(.giving): .giveWay(share: decision.share, goal: decision.goal)
        case _ where decision.share < decision.goal: .shortage(share: decision.share, goal: decision.goal)
        default: .settled(goal: decision.goal)
        }
    }

    private var forcedReason: Reason {
        if desired < decision.goal { return settledReason }
        if decision.marks.contains(.squeezed) { return .squeeze(pool: decision.pool, share: desired) }
        return .trimPool(pool: decision.pool, limit: decision.reach - decision.goal)
    }

    private var upReason: Reason {
        if decision.share < decision.goal { return settledReason }
        if decision.marks.contains(.urgent) { return .urgent(need: decision.headroom, goal: decision.goal) }
        if decision.marks.contains(.stalled), decision.headroom > .zero {
            return .stalled(stall: decision.stall, goal: decision.goal)
        }
        if current >= decision.goal { return .lend(share: decision.share, goal: decision.goal) }
        return .growTowardsGoal(current: current, goal: decision.goal, hysteresis: profile.upHysteresis)
    }
}
