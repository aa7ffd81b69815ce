import Xen

/// First part of a plan: who takes part, and what each one needs.
extension Balancer {
    /// Fills the plan with one decision for each domain: where it stands, its floor, its goal and its ceiling.
    mutating func observe(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        plan.decisions.reserveCapacity(snapshot.domains.count)
        scratch.hasUncertain = false
        let domains = snapshot.domains.span
        var observation = Observation(
            now: snapshot.now,
            hostTotal: snapshot.memory.total,
            host: settings.host,
            profile: settings.profile(0)
        )
        var profile = 0
        for index in domains.indices {
            // Most domains have the same settings as the one before.
            if domains[index].profile != profile {
                profile = domains[index].profile
                observation.profile = settings.profile(profile)
            }
            plan.decisions.append(DomainDecision(domains[index]))
            observation.decide(domains[index], &history.domains[index], &plan.decisions[index])
            if plan.decisions[index].isMember {
                budget.countMember(plan.decisions[index], claimed: domains[index].info.claimed)
            } else {
                budget.countOther(domains[index], maximumSlack: settings.host.maximumSlack)
            }
            if plan.decisions[index].marks.contains(.uncertain) { scratch.hasUncertain = true }
        }
    }
}

/// One look at one domain.
struct Observation {
    let now: Instant
    let hostTotal: Pages
    let host: HostSettings
    var profile: DomainSettings

    /// Finds out where the domain stands, and what it needs.
    func decide(_ domain: DomainSnapshot, _ memory: inout DomainHistory, _ decision: inout DomainDecision) {
        if let exemption = Standing.exemption(of: domain, host: host, profile: profile) {
            decision.state = exemption.state
            decision.reason = exemption.reason
            memory.claim = decision.current
            return
        }
        guard let target = domain.target else { return }
        memory.offset.observe(domain, target: target, now: now)
        guard let offset = memory.offset.value else {
            decision.state = .calibrating
            decision.reason = .calibrating
            return
        }
        decision.offset = offset
        decision.inForce = target + offset
        decision.spread = max(domain.videoRAM, offset) - offset + host.maximumSlack
        bound(&decision, domain, target: target)
        guard decision.floor < decision.ceiling else {
            decision.reason = .fixedSize
            return
        }
        let current = decision.current
        memory.progress.observe(current: current, destination: decision.inForce, host: host, now: now)
        if memory.approach.isDue(interval: profile.interval, now: now) { decision.marks.insert(.due) }
        need(&decision, domain, &memory, target: target)
        decision.marks.insert(.member)
        judgeProgress(&decision, domain, &memory, target: target)
        decision.reach = max(decision.reach, decision.goal)
        decision.share = decision.goal
        decision.pool = max(.zero, current - decision.goal)
        decision.noteAction()
    }

    /// Floor and ceiling.
    private func bound(_ decision: inout DomainDecision, _ domain: DomainSnapshot, target: Pages) {
        let largest = min(
            domain.staticMaximum.map { $0 - domain.videoRAM } ?? max(target, domain.info.maximum),
            hostTotal
        )
        let ceiling = min(domain.dynamicMaximum ?? largest, largest)
        let usual =
            domain.role == .controlDomain
            ? max(host.controlDomainFloor, MemorySet.leastControlDomain)
            : Floor.curve(largest: largest, minimumUsable: profile.minimumUsable)
        let floor = max(Pages(1), min(domain.dynamicMinimum ?? usual, ceiling))
        decision.floor = floor + decision.offset
        decision.ceiling = max(floor, ceiling) + decision.offset
        decision.base = decision.floor
        decision.reach = decision.ceiling
        decision.weight = min(max(1, profile.weight), DomainSettings.largestWeight)
    }

    /// The goal: by the guest's report, or by what is known without one.
    private func need(
        _ decision: inout DomainDecision,
        _ domain: DomainSnapshot,
        _ memory: inout DomainHistory,
        target: Pages
    ) {
        let current = domain.info.current
        let plain: Pages
        if let report = domain.report, isBelieved(report, of: domain) {
            decision.state = .balanced
            if report.source == .xapi { decision.marks.insert(.uncertain) }
            let isNew = memory.meter.read(report, received: domain.reportReceived, current: current)
            decision.currentAtReport = memory.meter.currentAtReport
            let goal = Goal(report, current: memory.meter.currentAtReport, settings: profile)
            plain = goal.size
            decision.estimate = plain
            decision.stall = memory.meter.stall
            // What it has given since it reported comes out of what it had available then.
            let given = max(.zero, memory.meter.currentAtReport - current)
            decision.available = max(.zero, (report.available ?? report.free) - given - report.total / 32)
            if decision.stall >= profile.stallThreshold, !memory.meter.hasSpare {
                decision.marks.insert(.stalled)
                if isNew {
                    memory.headroom.grow(
                        stall: decision.stall,
                        threshold: profile.stallThreshold,
                        current: current,
                        plain: plain,
                        ceiling: decision.ceiling
                    )
                }
            }
            if decision.marks.contains(.due), profile.swapSelfShrinking {
                decision.swapTarget = memory.swap.next(
                    swapped: report.swapped,
                    hysteresis: profile.swapHysteresis,
                    inertia: profile.swapInertia
                )
            }
            // Should the guest fall silent, what it was not given by then lapses: nobody could say whether it is needed.
            memory.claim = min(plain, memory.meter.currentAtReport).clamped(to: decision.floor...decision.ceiling)
        } else {
            decision.state = .silent
            decision.marks.insert(.uncertain)
            memory.meter.fallSilent()
            let hasRange = domain.dynamicMinimum != nil && domain.dynamicMaximum != nil
            plain = hasRange ? decision.ceiling : memory.claim
        }
        // A call is heard if the guest's own report bears it out.
        if let call = domain.urgent, decision.state == .balanced, !memory.meter.hasSpare,
            memory.headroom.hear(
                call,
                rate: profile.urgentRate,
                current: current,
                plain: plain,
                ceiling: decision.ceiling
            )
        {
            decision.marks.insert(.urgent)
        }
        let hasSpare = decision.state == .balanced && memory.meter.hasSpare
        if decision.marks.contains(.due), hasSpare || decision.stall.microsecondsPerSecond * 4 < threshold {
            memory.headroom.decay(hasSpare: hasSpare)
        }
        decision.headroom = memory.headroom.size
        decision.goal = (plain + decision.headroom).clamped(to: decision.floor...decision.ceiling)
        if let limit = profile.poolLimit {
            decision.reach = min(decision.ceiling, decision.goal + max(.zero, min(limit, hostTotal)))
        }
    }

    /// Whether the domain follows its target, and what that means for it.
    private func judgeProgress(
        _ decision: inout DomainDecision,
        _ domain: DomainSnapshot,
        _ memory: inout DomainHistory,
        target: Pages
    ) {
        let current = domain.info.current
        memory.progress.forgive(now: now)
        if isPopulatedOnDemand(domain, target: target, offset: decision.offset), !hasAnswered(domain, memory) {
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
            decision.marks.remove(.member)
            // What it does not take is given up, down to its floor and no further: its offset may be a little off.
            decision.size = max(current, min(decision.floor, decision.inForce))
            if decision.inForce > decision.size { decision.marks.insert(.givenUp) }
        }
    }

    private var threshold: Int {
        profile.stallThreshold.microsecondsPerSecond
    }

    /// Whether a report is young enough for its source and can be true.
    private func isBelieved(_ report: GuestReport, of domain: DomainSnapshot) -> Bool {
        let largest = max(domain.staticMaximum ?? .zero, domain.info.maximum, domain.info.current) + .mib(1)
        guard report.isPlausible(largest: min(largest, hostTotal)) else { return false }
        let age = now - domain.reportReceived
        return switch report.source {
        // The guest agent gives a sign of life every 30 s, however little happens.
        case .ballast: age <= max(profile.interval * 6, .seconds(45))
        case .xapi: age <= .seconds(300)
        // The Qubes writer writes when something changes, and only then.
        case .qubes: true
        }
    }

    /// Whether a part of the guest's memory may have been promised to it without being there: it was started with less
    /// than its full size. It dies if its balloon driver does not give the rest back before it is touched.
    private func isPopulatedOnDemand(_ domain: DomainSnapshot, target: Pages, offset: Pages) -> Bool {
        guard domain.info.flags.contains(.hardwareAssisted), let full = domain.staticMaximum else { return false }
        return target + max(offset, domain.videoRAM) + .mib(2) < full
    }

    /// Whether the guest's balloon driver is known to be at work: it has moved when it was told to, or its kernel
    /// manages no more than the domain holds.
    private func hasAnswered(_ domain: DomainSnapshot, _ memory: borrowing DomainHistory) -> Bool {
        if memory.progress.hasAnswered { return true }
        guard let report = domain.report, report.source != .qubes else { return false }
        return report.total <= domain.info.current + .mib(2)
    }
}
