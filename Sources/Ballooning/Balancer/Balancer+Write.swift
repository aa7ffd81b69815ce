import Xen

/// Last part of a plan: what is written, first whatever lowers, then whatever raises.
extension Balancer {
    /// Lowers targets and limits. No raise of this plan counts on any of it: a write may fail, and memory is free when
    /// Xen says so.
    mutating func lower(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: inout Plan) {
        for index in scratch.tasks.lowering {
            let decision = plan.decisions[index]
            if decision.isMoving, decision.size < decision.inForce {
                let target = decision.size - decision.offset
                plan.decisions[index].target = target
                plan.writes.append(
                    .lower,
                    snapshot.domains[index].info,
                    decision,
                    target: target,
                    reason: decision.reason
                )
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
                plan.writes.append(.limitOnly, snapshot.domains[index].info, decision, reason: reason)
            } else if decision.flagChange != nil {
                let reason = decision.state == .uncooperative ? decision.reason : .followsAgain
                plan.writes.append(.flagOnly, snapshot.domains[index].info, decision, reason: reason)
            }
        }
    }

    /// Raises targets, each within what is free at its turn. Needs come before loans; where there is not enough for all
    /// needs, each gets the same part of its own.
    mutating func raise(_ snapshot: HostSnapshot, _ budget: Budget, _ plan: inout Plan) {
        let room = max(.zero, budget.room)
        let cost = scratch.tasks.cost
        let forNeeds = Portion(of: min(room, cost.need), among: cost.need)
        let forLoans = Portion(of: min(room - min(room, cost.need), cost.loan), among: cost.loan)
        for raise in scratch.tasks.raising {
            let index = raise.index
            let need = forNeeds.part(of: raise.cost.need)
            let missing = raise.cost.need - need + raise.cost.loan - forLoans.part(of: raise.cost.loan)
            plan.waiting = plan.waiting + (raise.cost.need - need)
            switch plan.decisions[index].raise(without: missing, isNeeded: raise.cost.need > .zero) {
            case .nothing: break
            case .limit(let target):
                let reason = Reason.limitFollowsTarget(target: target)
                plan.writes.append(.limitOnly, snapshot.domains[index].info, plan.decisions[index], reason: reason)
            case .target(let target, let reason):
                let decision = plan.decisions[index]
                plan.writes.append(.raise, snapshot.domains[index].info, decision, target: target, reason: reason)
                history.domains[index].approach.move(up: true, now: snapshot.now)
            }
            if plan.decisions[index].isOnItsWay { scratch.tasks.isAnyMoving = true }
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
            if amount == .zero { return .zero }
            let product = UInt128(want.count) * UInt128(amount.count)
            return Pages(Int(product / UInt128(total.count)))
        }
    }
}

extension [PlannedWrite] {
    /// Adds the change of a domain to `decision.size`: its limit, its flag where that changes, and its target if there
    /// is one.
    mutating func append(
        _ order: PlannedWrite.Order,
        _ info: DomainInfo,
        _ decision: DomainDecision,
        target: Pages? = nil,
        reason: Reason
    ) {
        var write = PlannedWrite(
            domain: decision.id,
            uuid: info.uuid,
            order: order,
            target: target,
            reason: reason
        )
        if order != .flagOnly { write.maximum = decision.limit(at: decision.size).kib }
        if let target, info.flags.contains(.hardwareAssisted), info.id != .zero {
            write.populateOnDemandTarget = Limit.populateOnDemand(target: target)
        }
        write.uncooperative = decision.flagChange
        append(write)
    }
}

extension DomainDecision {
    /// What is left to write of a raise.
    fileprivate enum Raised {
        case nothing
        case limit(target: Pages)
        case target(Pages, Reason)
    }

    /// Goes up as far as there is memory for it now.
    ///
    /// - Parameters:
    ///   - missing: what there is not.
    ///   - isNeeded: whether the domain needs it, so that it waits for the rest.
    @inline(always)
    fileprivate mutating func raise(without missing: Pages, isNeeded: Bool) -> Raised {
        let granted = max(inForce, size - missing)
        let change = granted - inForce
        if change > .zero, missing == .zero || change >= DeadBand.need(of: granted), let target {
            let why = reason
            if granted < size { reason = .waiting(wanted: size - inForce, granted: change) }
            size = granted
            self.target = target + change
            return .target(target + change, why)
        }
        if size > inForce, isNeeded { reason = .waiting(wanted: size - inForce, granted: .zero) }
        size = inForce
        guard missing == .zero, limit(at: inForce) > permitted, let target else { return .nothing }
        return .limit(target: target)
    }

    /// Whether `memory/uncooperative` is to appear or to go; nil if it is to stay as it is.
    @inline(always)
    var flagChange: Bool? {
        let isWanted = state == .uncooperative
        guard isMember || isWanted, isWanted != marks.contains(.flagged) else { return nil }
        return isWanted
    }
}
