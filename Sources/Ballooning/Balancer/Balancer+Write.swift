import Xen

/// Last part of a plan: what is written, first whatever lowers, then whatever raises.
extension Balancer {
    /// Lowers targets and limits. No raise of this plan counts on any of it: a write may fail, and memory is free when
    /// Xen says so.
    mutating func lower(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: inout Plan) {
        for index in plan.decisions.indices {
            let domain = snapshot.domains[index]
            let decision = plan.decisions[index]
            let uncooperative = decision.state == .uncooperative
            let flag = uncooperative != domain.isMarkedUncooperative && mayFlag(decision) ? uncooperative : nil
            guard let target = domain.target, decision.isMember || isGivenUp(decision, domain, target) else {
                if let flag { plan.writes.append(.flag(domain, flag, decision.reason)) }
                continue
            }
            let next = decision.size - decision.offset
            let limit = self.limit(next, domain, decision, settings)
            if next < target {
                plan.decisions[index].target = next
                var write = PlannedWrite(.lower, domain, target: next, limit: limit, reason: decision.reason)
                write.uncooperative = flag
                plan.writes.append(write)
                history.domains[index].approach.move(up: false, now: snapshot.now)
                if !decision.isMember {
                    let interval = settings.profile(domain.profile).interval
                    history.domains[index].progress.backOff(interval: interval, now: snapshot.now)
                }
            } else if next == target, limit < domain.info.maximum {
                var write = PlannedWrite(
                    .limitOnly,
                    domain,
                    limit: limit,
                    reason: .limitFollowsTarget(target: target)
                )
                write.uncooperative = flag
                plan.writes.append(write)
            } else if let flag {
                plan.writes.append(.flag(domain, flag, flag ? decision.reason : .followsAgain))
            }
        }
    }

    /// Raises targets, each within what is free at its turn. Needs come before loans; where there is not enough for all
    /// needs, each gets the same part of its own.
    mutating func raise(_ snapshot: HostSnapshot, _ settings: Settings, _ budget: Budget, _ plan: inout Plan) {
        var needs = Pages.zero
        var loans = Pages.zero
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            let wants = self.wants(snapshot.domains[index], plan.decisions[index], settings)
            needs = needs + wants.need
            loans = loans + wants.loan
        }
        guard needs > .zero || loans > .zero || hasLowLimits(snapshot, settings, plan) else { return }
        let room = max(.zero, budget.room)
        let forNeeds = Portion(of: min(room, needs), among: needs)
        let forLoans = Portion(of: min(room - min(room, needs), loans), among: loans)
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            raise(snapshot, settings, index, needs: forNeeds, loans: forLoans, &plan)
        }
    }

    private mutating func raise(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ index: Int,
        needs: Portion,
        loans: Portion,
        _ plan: inout Plan
    ) {
        let domain = snapshot.domains[index]
        let decision = plan.decisions[index]
        guard let target = domain.target else { return }
        let wanted = decision.size - decision.offset - target
        guard wanted >= .zero else { return }
        let wants = self.wants(domain, decision, settings)
        let granted = needs.part(of: wants.need) + loans.part(of: wants.loan)
        let missing = wants.need + wants.loan - granted
        let next = target + max(.zero, wanted - missing)
        plan.waiting = plan.waiting + (wants.need - needs.part(of: wants.need))
        let isWorthIt = missing == .zero || next - target >= DeadBand.need(of: target)
        guard next > target, isWorthIt else {
            if wanted > .zero, wants.need > .zero {
                plan.decisions[index].reason = .waiting(wanted: wanted, granted: .zero)
            }
            plan.decisions[index].size = target + decision.offset
            let limit = self.limit(target, domain, decision, settings)
            if limit > domain.info.maximum, missing == .zero {
                let reason = Reason.limitFollowsTarget(target: target)
                plan.writes.append(PlannedWrite(.limitOnly, domain, limit: limit, reason: reason))
            }
            return
        }
        plan.decisions[index].target = next
        plan.decisions[index].size = next + decision.offset
        plan.writes.append(
            PlannedWrite(
                .raise,
                domain,
                target: next,
                limit: limit(next, domain, decision, settings),
                reason: decision.reason
            )
        )
        history.domains[index].approach.move(up: true, now: snapshot.now)
    }

    /// What a raise takes of the memory that is free, as far as the goal and beyond it. What the domain may take
    /// already costs nothing: it is promised.
    private func wants(
        _ domain: DomainSnapshot,
        _ decision: DomainDecision,
        _ settings: Settings
    ) -> (need: Pages, loan: Pages) {
        guard let target = domain.target else { return (.zero, .zero) }
        let next = decision.size - decision.offset
        guard next >= target else { return (.zero, .zero) }
        let cost = limit(next, domain, decision, settings) - max(domain.info.current, domain.info.maximum)
        guard cost > .zero else { return (.zero, .zero) }
        let loan = min(cost, max(.zero, decision.size - max(decision.goal, target + decision.offset)))
        return (cost - loan, loan)
    }

    private func limit(
        _ target: Pages,
        _ domain: DomainSnapshot,
        _ decision: DomainDecision,
        _ settings: Settings
    ) -> Pages {
        Limit.maximum(
            target: target,
            videoRAM: domain.videoRAM,
            offset: decision.offset,
            slack: settings.host.maximumSlack
        )
    }

    /// Whether a stuck domain's target lies above what it holds: it is taken back, so that the domain cannot grow
    /// unseen and does not try for ever.
    private func isGivenUp(_ decision: DomainDecision, _ domain: DomainSnapshot, _ target: Pages) -> Bool {
        guard decision.state == .stuck || decision.state == .uncooperative else { return false }
        return target + decision.offset > domain.info.current
    }

    /// Whether the balancer has an opinion on whether the domain follows.
    private func mayFlag(_ decision: DomainDecision) -> Bool {
        decision.isMember || decision.state == .uncooperative
    }

    private func hasLowLimits(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: Plan) -> Bool {
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            let domain = snapshot.domains[index]
            guard let target = domain.target else { continue }
            if limit(target, domain, plan.decisions[index], settings) > domain.info.maximum { return true }
        }
        return false
    }

    /// A part of an amount that everybody gets alike, rounded down.
    private struct Portion {
        let amount: Pages
        let total: Pages

        init(of amount: Pages, among total: Pages) {
            self.amount = amount
            self.total = total
        }

        func part(of want: Pages) -> Pages {
            if amount >= total { return want }
            let product = UInt128(want.count) * UInt128(amount.count)
            return Pages(Int(product / UInt128(max(1, total.count))))
        }
    }
}

extension PlannedWrite {
    init(
        _ order: Order,
        _ domain: DomainSnapshot,
        target: Pages? = nil,
        limit: Pages,
        reason: Reason
    ) {
        self.init(
            domain: domain.info.id,
            uuid: domain.info.uuid,
            order: order,
            target: target,
            maximum: limit.kib,
            reason: reason
        )
        if let target, domain.info.flags.contains(.hardwareAssisted), domain.info.id != .zero {
            populateOnDemandTarget = Limit.populateOnDemand(target: target)
        }
    }

    static func flag(_ domain: DomainSnapshot, _ flag: Bool, _ reason: Reason) -> PlannedWrite {
        PlannedWrite(
            domain: domain.info.id,
            uuid: domain.info.uuid,
            order: .flagOnly,
            uncooperative: flag,
            reason: reason
        )
    }
}
