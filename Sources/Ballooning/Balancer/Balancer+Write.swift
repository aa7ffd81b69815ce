import Xen

extension Step {
    /// Lowers a target or a limit, or changes the flag. No raise of this plan counts on any of it: a write may fail, and
    /// memory is free when Xen says so.
    ///
    /// A function of its own, for most domains do not need it: the pass over all of them stays small.
    @inline(never)
    func lower(
        _ decision: inout DomainDecision,
        _ memory: inout DomainHistory,
        _ writes: inout [PlannedWrite]
    ) {
        if decision.isMoving, decision.size < decision.inForce {
            let target = decision.size - decision.offset
            decision.target = target
            writes.append(.lower, decision, memory.uuid, target: target, reason: decision.reason)
            memory.approach.move(up: false, now: now)
            if decision.marks.contains(.givenUp) { memory.progress.backOff(interval: profile.interval, now: now) }
        } else if decision.isMoving, decision.size == decision.inForce,
            decision.limit(at: decision.size) < decision.permitted,
            let target = decision.target
        {
            let reason = Reason.limitFollowsTarget(target: target)
            writes.append(.limitOnly, decision, memory.uuid, reason: reason)
        } else if decision.flagChange != nil {
            let reason = decision.state == .uncooperative ? decision.reason : .followsAgain
            writes.append(.flagOnly, decision, memory.uuid, reason: reason)
        }
    }
}

/// Last part of a plan: the writes that raise. They come behind those that lower, but for the answers to urgent calls.
extension Balancer {
    /// Raises targets, each within what is free at its turn. Needs come before loans; where there is not enough for all
    /// needs, each gets the same part of its own.
    ///
    /// - Returns: what the needs go without for now.
    mutating func raise(
        now: Instant,
        _ budget: Budget,
        _ decisions: inout [DomainDecision],
        _ writes: inout [PlannedWrite]
    ) -> Pages {
        let room = max(.zero, budget.room)
        let tasks = scratch.tasks
        let cost = tasks.cost
        let forNeeds = Portion(of: min(room, cost.need), among: cost.need)
        let forLoans = Portion(of: min(room - min(room, cost.need), cost.loan), among: cost.loan)
        var waiting = Pages.zero
        var isAnyMoving = tasks.isAnyMoving
        var isAnyAnswered = false
        var decisions = decisions.mutableSpan
        var memories = history.domains.mutableSpan
        for raise in tasks.raising {
            let index = raise.index
            let need = forNeeds.part(of: raise.cost.need)
            let missing = raise.cost.need - need + raise.cost.loan - forLoans.part(of: raise.cost.loan)
            waiting = waiting + (raise.cost.need - need)
            switch decisions[index].raise(without: missing, isNeeded: raise.cost.need > .zero) {
            case .nothing: break
            case .limit(let target):
                let reason = Reason.limitFollowsTarget(target: target)
                writes.append(.limitOnly, decisions[index], memories[index].uuid, reason: reason)
            case .target(let target, let reason):
                writes.append(.raise, decisions[index], memories[index].uuid, target: target, reason: reason)
                memories[index].approach.move(up: true, now: now)
                if decisions[index].marks.contains(.urgent) { isAnyAnswered = true }
            }
            if decisions[index].isOnItsWay { isAnyMoving = true }
        }
        scratch.tasks.isAnyMoving = isAnyMoving
        if isAnyAnswered { writes.putAnswersFirst() }
        return waiting
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
    /// Puts the raises that answer urgent calls in front of all others: a guest that stalls is not to wait for the steps of
    /// a thousand that do not.
    mutating func putAnswersFirst() {
        let answers = filter(\.isAnswer)
        removeAll(where: \.isAnswer)
        insert(contentsOf: answers, at: 0)
    }

    /// Adds the change of a domain to `decision.size`: its limit, its flag where that changes, and its target if there
    /// is one.
    mutating func append(
        _ order: PlannedWrite.Order,
        _ decision: DomainDecision,
        _ uuid: DomainUUID,
        target: Pages? = nil,
        reason: Reason
    ) {
        var write = PlannedWrite(
            domain: decision.id,
            uuid: uuid,
            order: order,
            target: target,
            reason: reason
        )
        if order != .flagOnly { write.maximum = decision.limit(at: decision.size).kib }
        if let target, decision.marks.contains(.hardwareAssisted), decision.id != .zero {
            write.populateOnDemandTarget = Limit.populateOnDemand(target: target)
        }
        write.uncooperative = decision.flagChange
        append(write)
    }
}

extension PlannedWrite {
    /// Whether a guest that has called gets memory by it.
    fileprivate var isAnswer: Bool {
        if case .urgent = reason { order == .raise } else { false }
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

    /// How far its target goes; where that stays, how far its limit does.
    @inline(always)
    var change: Pages {
        size == inForce ? limit(at: size) - permitted : size - inForce
    }

    /// Whether its target or its limit goes down, or its flag changes.
    @inline(always)
    var goesDown: Bool {
        isMoving && change < .zero || flagChange != nil
    }

    /// Whether `memory/uncooperative` is to appear or to go; nil if it is to stay as it is.
    @inline(always)
    var flagChange: Bool? {
        let isWanted = state == .uncooperative
        guard isMember || isWanted, isWanted != marks.contains(.flagged) else { return nil }
        return isWanted
    }
}
