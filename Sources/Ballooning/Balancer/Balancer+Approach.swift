import Xen

/// Sixth part of a plan: how far each domain goes towards its share now, and the writes that lower.
extension Balancer {
    /// Sets what every member is to hold after this plan, and why. What goes down is written while the domain is at
    /// hand; what goes up is noted, for all raises share what is free.
    mutating func approach(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ decisions: inout [DomainDecision],
        _ writes: inout [PlannedWrite]
    ) {
        var step = Step(settings.profile(0), now: snapshot.now)
        var profile = 0
        let isAnySqueezed = snapshot.now < history.host.squeezeEnd
        // Taken out for the pass: nothing of the balancer can change while its memories are lent out.
        var tasks = Tasks()
        swap(&tasks, &scratch.tasks)
        tasks.removeAll()
        var decisions = decisions.mutableSpan
        var memories = history.domains.mutableSpan
        for index in decisions.indices {
            if decisions[index].profile != profile {
                profile = decisions[index].profile
                step.profile = settings.profile(profile)
            }
            if decisions[index].isMember {
                if isAnySqueezed, memories[index].squeeze.isOn(now: snapshot.now) {
                    decisions[index].marks.insert(.squeezed)
                }
                step.take(&decisions[index], &memories[index].approach)
            }
            if decisions[index].goesDown {
                step.lower(&decisions[index], &memories[index], &writes)
            }
            tasks.note(decisions[index], index)
        }
        scratch.tasks = tasks
    }
}

/// One domain's next step. Its parts are inlined, as those of an ``Observation`` are.
struct Step {
    var profile: DomainSettings
    let now: Instant

    init(_ profile: DomainSettings, now: Instant) {
        self.profile = profile
        self.now = now
    }

    /// Decides what the domain is to hold next, and why. Takes note of a step that was taken.
    @inline(always)
    func take(_ decision: inout DomainDecision, _ approach: inout Approach) {
        let next = next(&decision, &approach)
        decision.size = next.size
        decision.reason = next.reason
    }
}

extension Step {
    /// The decision is lent, though nothing of it is changed here: a copy would load all of it before the first rule.
    @inline(always)
    private func next(
        _ decision: inout DomainDecision,
        _ approach: inout Approach
    ) -> (size: Pages, reason: Reason) {
        let inForce = decision.inForce
        let desired = desired(decision)
        if decision.marks.contains(.clinging), desired <= decision.current { return (inForce, decision.reason) }
        let isForced = isForced(decision, desired)
        var (size, reason) = aim(decision, approach, desired: desired, isForced: isForced)
        if decision.marks.contains(.due) { approach.step(to: size, now: now) }
        size = max(size, Pages(1) + decision.offset)
        if size < inForce {
            if decision.marks.contains(.driverSilent) { return (inForce, .driverSilent) }
            if !isForced, decision.marks.contains(.unheard) { return (inForce, .unheard) }
            if !isForced, approach.blocksLowering(profile.directionBlock, now: now) {
                return (inForce, .directionBlock(until: approach.raisedAt + profile.directionBlock))
            }
        } else if size > inForce, inForce >= decision.goal, approach.blocksLending(profile.directionBlock, now: now) {
            return (inForce, .directionBlock(until: approach.loweredAt + profile.directionBlock))
        }
        let change = max(size - inForce, inForce - size)
        let band = isForced ? Pages(1) : band(decision, to: size)
        if change < band {
            let rest = max(desired - decision.current, decision.current - desired)
            let isSettled = change == .zero || rest < DeadBand.need(of: decision.current)
            reason = isSettled ? decision.restingReason : .deadBand(change: change, band: band)
            size = inForce
        }
        return (size, reason)
    }

    /// Where the domain is to go in the end: its share, without a pool while it is squeezed.
    @inline(always)
    private func desired(_ decision: DomainDecision) -> Pages {
        min(decision.share, decision.marks.contains(.squeezed) ? decision.goal : decision.reach)
    }

    /// Whether memory is taken back at once: because others need it, or because the pool is too large.
    @inline(always)
    private func isForced(_ decision: DomainDecision, _ desired: Pages) -> Bool {
        guard desired < decision.current else { return false }
        return !decision.marks.isDisjoint(with: [.squeezed, .recalled])
            || decision.current > decision.reach + DeadBand.need(of: decision.current)
    }

    /// What the domain would go to if every change were worth it.
    @inline(always)
    private func aim(
        _ decision: DomainDecision,
        _ approach: Approach,
        desired: Pages,
        isForced: Bool
    ) -> (Pages, Reason) {
        let current = decision.current
        if current < decision.floor, decision.inForce < decision.floor {
            return (decision.floor, .raiseToFloor(current: current, floor: decision.floor))
        }
        if desired > current {
            return (up(decision, approach, to: desired), decision.raisingReason(hysteresis: profile.upHysteresis))
        }
        if desired == current { return (desired, decision.restingReason) }
        if isForced { return (followable(decision, approach, desired), decision.recallReason(desired)) }
        guard decision.marks.contains(.due) else { return (min(decision.inForce, current), decision.restingReason) }
        let size = Hysteresis.step(from: current, to: desired, down: profile.downHysteresis, up: 1)
        if desired < decision.goal { return (size, decision.restingReason) }
        return (size, .shrinkTowardsGoal(current: current, goal: desired, hysteresis: profile.downHysteresis))
    }

    /// Up as far as the hysteresis goes; the rest of the last step if the next one is not due yet.
    @inline(always)
    private func up(_ decision: DomainDecision, _ approach: Approach, to desired: Pages) -> Pages {
        if profile.upHysteresis <= 1 || decision.marks.contains(.urgent) { return desired }
        if decision.marks.contains(.due) {
            return Hysteresis.step(from: decision.current, to: desired, down: 1, up: profile.upHysteresis)
        }
        return min(max(decision.inForce, approach.aim), desired)
    }

    /// As near to where the domain is to go as its guest can follow now: what it has available costs it nothing; beyond
    /// that a sixteenth of what it holds in a second, which it can swap out without losing its warm pages.
    @inline(always)
    private func followable(_ decision: DomainDecision, _ approach: Approach, _ desired: Pages) -> Pages {
        let isRested = now - approach.loweredAt >= Self.rest
        let swappable = isRested ? decision.current / 16 : .zero
        return max(desired, min(decision.inForce, decision.current - max(decision.available, swappable)))
    }

    /// How much time a guest gets to swap out what it is asked for.
    private static let rest = Milliseconds(900)

    @inline(always)
    private func band(_ decision: DomainDecision, to size: Pages) -> Pages {
        let isLoan = min(size, decision.inForce) >= decision.goal && decision.share > decision.goal
        return isLoan ? DeadBand.loan(of: decision.inForce) : DeadBand.need(of: decision.inForce)
    }
}
