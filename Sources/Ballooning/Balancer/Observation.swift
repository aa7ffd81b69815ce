import Xen

/// One look at one domain.
///
/// Its parts are inlined: a snapshot and a decision have hundreds of bytes, and a call would copy them.
struct Observation {
    let now: Instant
    let hostTotal: Pages
    let host: HostSettings
    var profile: DomainSettings

    /// Finds out where the domain stands, and what it needs.
    @inline(always)
    func decide(_ domain: DomainSnapshot, _ memory: inout DomainHistory, _ decision: inout DomainDecision) {
        guard Standing.admits(domain, host: host, profile: profile), let target = domain.target else {
            (decision.state, decision.reason) = Standing.exemption(of: domain, host: host, profile: profile)
            memory.claim = decision.current
            return
        }
        memory.offset.observe(domain, target: target, now: now)
        guard let offset = memory.offset.value else {
            decision.state = .calibrating
            decision.reason = .calibrating
            return
        }
        decision.offset = offset
        decision.inForce = target + offset
        decision.spread = max(domain.videoRAM, offset) - offset + host.maximumSlack
        bound(&decision, domain, &memory, target: target)
        guard decision.floor < decision.ceiling else {
            decision.reason = .fixedSize
            return
        }
        memory.progress.observe(
            current: decision.current,
            destination: decision.inForce,
            stuckAfter: host.stuckAfter,
            uncooperativeAfter: host.uncooperativeAfter,
            now: now
        )
        if memory.approach.isDue(interval: profile.interval, now: now) { decision.marks.insert(.due) }
        need(&decision, domain, &memory)
        decision.marks.insert(.member)
        judgeProgress(&decision, domain, &memory, target: target)
        decision.reach = max(decision.reach, decision.goal)
        decision.likely = min(max(decision.likely, decision.goal), decision.reach)
        decision.share = decision.goal
        decision.pool = max(.zero, decision.current - decision.goal)
    }

    /// Floor and ceiling.
    @inline(always)
    private func bound(
        _ decision: inout DomainDecision,
        _ domain: DomainSnapshot,
        _ memory: inout DomainHistory,
        target: Pages
    ) {
        let largest = min(
            domain.staticMaximum.map { $0 - domain.videoRAM } ?? max(target, domain.info.maximum),
            hostTotal
        )
        if let reading = memory.reading {
            let current = memory.meter.currentAtReport - decision.offset
            memory.overhead = Overhead.believed(reading, current: current, largest: largest)
        }
        let ceiling = min(profile.dynamicMaximum ?? domain.dynamicMaximum ?? largest, largest)
        let usual =
            domain.role == .controlDomain
            ? max(host.controlDomainFloor, MemorySet.leastControlDomain)
            : Floor.curve(largest: largest, minimumUsable: profile.minimumUsable) + memory.overhead
        let floor = max(Pages(1), min(profile.dynamicMinimum ?? domain.dynamicMinimum ?? usual, ceiling))
        decision.floor = floor + decision.offset
        decision.ceiling = max(floor, ceiling) + decision.offset
        decision.base = decision.floor
        decision.reach = decision.ceiling
        decision.weight = min(max(1, profile.weight), DomainSettings.largestWeight)
    }

    /// Whether the domain follows its target, and what that means for it.
    @inline(always)
    private func judgeProgress(
        _ decision: inout DomainDecision,
        _ domain: DomainSnapshot,
        _ memory: inout DomainHistory,
        target: Pages
    ) {
        let current = decision.current
        memory.progress.forgive(now: now)
        if isPopulatedOnDemand(domain, target: target, offset: decision.offset), !memory.hasAnswered(current) {
            decision.marks.insert(.driverSilent)
            decision.base = max(decision.floor, min(current, decision.ceiling))
            decision.goal = max(decision.goal, decision.base)
        }
        if memory.progress.state == .following {
            // It did not take what it was given: it is not given more before it is tried again.
            if now < memory.progress.retryAt {
                decision.reach = max(decision.floor, min(decision.reach, max(current, decision.inForce)))
                decision.goal = min(decision.goal, decision.reach)
            }
            return
        }
        decision.state = memory.progress.state == .stuck ? .stuck : .uncooperative
        decision.reason = .stuck(current: current, target: target, since: memory.progress.markedAt)
        if memory.progress.isGiving {
            // What it clings to counts as fixed; it may still be given more.
            decision.marks.insert(.clinging)
            decision.base = max(decision.floor, current)
            decision.goal = max(decision.goal, decision.base)
            decision.reach = max(decision.reach, decision.base)
        } else {
            decision.marks.subtract(.member)
            // What it does not take is given up, down to its floor and no further: its offset may be a little off.
            decision.size = max(current, min(decision.floor, decision.inForce))
            if decision.inForce > decision.size { decision.marks.insert(.givenUp) }
        }
    }

    /// Whether a part of the guest's memory may have been promised to it without being there: it was started with less
    /// than its full size. It dies if its balloon driver does not give the rest back before it is touched.
    @inline(always)
    private func isPopulatedOnDemand(_ domain: DomainSnapshot, target: Pages, offset: Pages) -> Bool {
        guard domain.info.flags.contains(.hardwareAssisted), let full = domain.staticMaximum else { return false }
        return target + max(offset, domain.videoRAM) + .mib(2) < full
    }
}

extension DomainHistory {
    /// Whether the guest's balloon driver is known to be at work: it has moved when it was told to, or its kernel
    /// manages no more than the domain holds.
    @inline(always)
    fileprivate func hasAnswered(_ current: Pages) -> Bool {
        if progress.hasAnswered { return true }
        guard let reading, reading.source != .qubes else { return false }
        return reading.total <= current + .mib(2)
    }
}
