import Xen

/// Last part of a plan: what is written, first whatever lowers, then whatever raises.
extension Balancer {
    /// Lowers targets and limits. No raise of this plan counts on any of it: a write may fail, and memory is free when
    /// Xen says so.
    mutating func lower(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: inout Plan) {
        for index in scratch.acting {
            let decision = plan.decisions[index]
            if decision.isMoving, decision.size < decision.inForce {
                let target = decision.size - decision.offset
                plan.decisions[index].target = target
                plan.append(.lower, snapshot.domains[index], decision, target: target, reason: decision.reason)
                history.domains[index].approach.move(up: false, now: snapshot.now)
                if decision.marks.contains(.givenUp) {
                    let interval = settings.profile(decision.profile).interval
                    history.domains[index].progress.backOff(interval: interval, now: snapshot.now)
                }
            } else if decision.isMoving, decision.size == decision.inForce,
                decision.limit(at: decision.size) < decision.permitted,
                let target = decision.target
            {
                let reason = Reason.limitFollowsTarget(target: target)
                plan.append(.limitOnly, snapshot.domains[index], decision, reason: reason)
            } else if decision.flagChange != nil {
                let reason = decision.state == .uncooperative ? decision.reason : .followsAgain
                plan.append(.flagOnly, snapshot.domains[index], decision, reason: reason)
            }
        }
    }

    /// Raises targets, each within what is free at its turn. Needs come before loans; where there is not enough for all
    /// needs, each gets the same part of its own.
    mutating func raise(_ snapshot: HostSnapshot, _ budget: Budget, _ plan: inout Plan) {
        var needs = Pages.zero
        var loans = Pages.zero
        for index in scratch.acting where plan.decisions[index].isMember {
            let cost = plan.decisions[index].cost
            needs = needs + cost.need
            loans = loans + cost.loan
        }
        let room = max(.zero, budget.room)
        let forNeeds = Portion(of: min(room, needs), among: needs)
        let forLoans = Portion(of: min(room - min(room, needs), loans), among: loans)
        for index in scratch.acting where plan.decisions[index].isMember {
            let decision = plan.decisions[index]
            guard decision.size >= decision.inForce, let target = decision.target else { continue }
            let cost = decision.cost
            let need = forNeeds.part(of: cost.need)
            let missing = cost.need + cost.loan - need - forLoans.part(of: cost.loan)
            plan.waiting = plan.waiting + (cost.need - need)
            let size = max(decision.inForce, decision.size - missing)
            let change = size - decision.inForce
            if change > .zero, missing == .zero || change >= DeadBand.need(of: size) {
                plan.decisions[index].grow(to: size, wanted: decision.size)
                plan.append(
                    .raise,
                    snapshot.domains[index],
                    plan.decisions[index],
                    target: target + change,
                    reason: decision.reason
                )
                history.domains[index].approach.move(up: true, now: snapshot.now)
            } else {
                plan.decisions[index].stay(isNeeded: cost.need > .zero)
                guard missing == .zero, decision.limit(at: decision.inForce) > decision.permitted else { continue }
                let reason = Reason.limitFollowsTarget(target: target)
                plan.append(.limitOnly, snapshot.domains[index], plan.decisions[index], reason: reason)
            }
        }
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

extension Plan {
    /// Adds the change of a domain to `decision.size`: its limit, its flag where that changes, and its target if there
    /// is one.
    mutating func append(
        _ order: PlannedWrite.Order,
        _ domain: DomainSnapshot,
        _ decision: DomainDecision,
        target: Pages? = nil,
        reason: Reason
    ) {
        var write = PlannedWrite(
            domain: decision.id,
            uuid: domain.info.uuid,
            order: order,
            target: target,
            reason: reason
        )
        if order != .flagOnly { write.maximum = decision.limit(at: decision.size).kib }
        if let target, domain.info.flags.contains(.hardwareAssisted), domain.info.id != .zero {
            write.populateOnDemandTarget = Limit.populateOnDemand(target: target)
        }
        write.uncooperative = decision.flagChange
        writes.append(write)
    }
}

extension DomainDecision {
    /// It grows now, if not as far as it was to.
    fileprivate mutating func grow(to granted: Pages, wanted: Pages) {
        size = granted
        target = granted - offset
        if granted < wanted { reason = .waiting(wanted: wanted - inForce, granted: granted - inForce) }
    }

    /// It stays as it is: there is nothing for it now, or it was not to grow.
    fileprivate mutating func stay(isNeeded: Bool) {
        if size > inForce, isNeeded { reason = .waiting(wanted: size - inForce, granted: .zero) }
        size = inForce
    }

    /// Whether `memory/uncooperative` is to appear or to go; nil if it is to stay as it is.
    @inline(always)
    var flagChange: Bool? {
        let isWanted = state == .uncooperative
        guard isMember || isWanted, isWanted != marks.contains(.flagged) else { return nil }
        return isWanted
    }
}
