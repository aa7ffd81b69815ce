import Xen

/// Fourth part of a plan: when memory is short, those that do not stall give way to those that do.
extension Balancer {
    /// Moves part of the shares from the calm to the stalled. Where nobody stalls, nobody is asked for anything new;
    /// where there is enough for everybody, what was given comes back step by step.
    mutating func shareStall(_ snapshot: HostSnapshot, _ settings: Settings, _ plan: inout Plan) {
        let isDue = snapshot.now - history.host.sharedAt >= settings.profile(0).interval * 9 / 10
        guard plan.host.regime == .tight else {
            if isDue, plan.host.regime == .surplus { returnSome(now: snapshot.now) }
            return
        }
        let worst = plan.decisions.lazy.filter { $0.isMember && $0.marks.contains(.stalled) }.map(\.stall).max()
        if isDue, let worst {
            history.host.sharedAt = snapshot.now
            history.host.isAnyGiving = true
            askTheCalm(worst, plan)
        }
        guard history.host.isAnyGiving else { return }
        let pot = collect(&plan)
        guard pot > .zero else { return }
        giveBack(handOut(pot, &plan), &plan)
    }

    private mutating func returnSome(now: Instant) {
        history.host.sharedAt = now
        guard history.host.isAnyGiving else { return }
        history.host.isAnyGiving = false
        for index in history.domains.indices {
            history.domains[index].giving.returnSome()
            if history.domains[index].giving.size > .zero { history.host.isAnyGiving = true }
        }
    }

    private mutating func askTheCalm(_ worst: StallRate, _ plan: Plan) {
        for index in plan.decisions.indices where plan.decisions[index].state == .balanced {
            let decision = plan.decisions[index]
            let domain = history.domains[index]
            // A guest that cannot say that it stalls is not calm for being quiet.
            guard let reading = domain.reading, reading.showsStall else { continue }
            // One without swap gives what it has available and nothing that its programs hold.
            let spare = reading.hasSwap ? decision.share : domain.giving.size + decision.available
            history.domains[index].giving.step(
                stall: history.domains[index].meter.thrashing,
                worst: worst,
                hasFollowed: decision.current <= decision.inForce + Progress.tolerance(of: decision.current),
                current: decision.current,
                most: min(spare, decision.share - decision.base)
            )
        }
    }

    /// Takes from every giver what it gives.
    private func collect(_ plan: inout Plan) -> Pages {
        var pot = Pages.zero
        for index in plan.decisions.indices where plan.decisions[index].state == .balanced {
            let decision = plan.decisions[index]
            let given = min(history.domains[index].giving.size, decision.share - decision.base)
            guard given > .zero else { continue }
            plan.decisions[index].share = decision.share - given
            plan.decisions[index].marks.insert(.giving)
            pot = pot + given
        }
        return pot
    }

    /// Divides the pot among those that do not give, towards their goals, the more the more they stall.
    ///
    /// - Returns: what they do not need.
    private mutating func handOut(_ pot: Pages, _ plan: inout Plan) -> Pages {
        scratch.startDivision()
        for index in plan.decisions.indices
        where plan.decisions[index].isMember && !plan.decisions[index].marks.contains(.giving) {
            let decision = plan.decisions[index]
            let severity = decision.stall.microsecondsPerSecond / Self.severityUnit
            scratch.claim(decision.goal - decision.share, weight: decision.weight * (1 + min(severity, 15)), index)
        }
        return scratch.grant(pot, &plan)
    }

    /// Returns to the givers what nobody needs, in domid order.
    private func giveBack(_ amount: Pages, _ plan: inout Plan) {
        var left = amount
        for index in plan.decisions.indices where left > .zero && plan.decisions[index].marks.contains(.giving) {
            let decision = plan.decisions[index]
            let returned = min(left, max(.zero, decision.goal - decision.share))
            plan.decisions[index].share = decision.share + returned
            left = left - returned
        }
    }

    /// The stall that doubles a domain's weight in the pot: one percent of its time.
    private static let severityUnit = 10_000
}
