import Xen

/// Third part of a plan: what each domain gets of the host.
extension Balancer {
    /// Gives every member its share: first from floor to goal, then, if there is more and it is to be lent, from goal
    /// to ceiling.
    mutating func divide(_ settings: Settings, _ budget: Budget, _ plan: inout Plan) {
        let divisible = budget.divisible
        plan.host.shortage = max(.zero, budget.goals - divisible)
        if budget.goals <= divisible {
            plan.host.regime = .surplus
            if settings.host.surplus == .lend { lend(divisible - budget.goals, budget, &plan) }
        } else if budget.bases <= divisible {
            plan.host.regime = .tight
            fillToGoals(divisible - budget.bases, tax: settings.host.idleTaxPercent, &plan)
        } else {
            plan.host.regime = .shortage
            var decisions = plan.decisions.mutableSpan
            for index in decisions.indices where decisions[index].isMember {
                decisions[index].share = decisions[index].base
            }
        }
    }

    /// The first region, when there is not enough for it: the idle count less.
    private mutating func fillToGoals(_ amount: Pages, tax: Int, _ plan: inout Plan) {
        scratch.startDivision()
        var decisions = plan.decisions.mutableSpan
        for index in decisions.indices where decisions[index].isMember {
            let factor = IdleTax.factor(idle: history.domains[index].meter.idle, percent: tax)
            let range = decisions[index].goal - decisions[index].base
            scratch.claim(range, weight: decisions[index].weight * factor / 1024, index)
            decisions[index].share = decisions[index].base
        }
        scratch.grant(amount, &plan)
    }

    /// The second region: what nobody needs now. It is where it may soon be needed: first up to what each domain has
    /// needed lately, then, if there is more, up to the ceilings. Those whose need is not known come before, up to what
    /// squeezed would give them: the part of their range that the host as a whole can give of all ranges.
    private mutating func lend(_ amount: Pages, _ budget: Budget, _ plan: inout Plan) {
        guard amount > .zero else { return }
        let rest = budget.isAnyUncertain ? lendToUncertain(amount, &plan) : amount
        guard rest > .zero else { return }
        let isEnough = rest >= budget.likely - (amount - rest)
        scratch.startDivision()
        var left = rest
        var decisions = plan.decisions.mutableSpan
        for index in decisions.indices where decisions[index].isMember {
            let likely = max(decisions[index].share, decisions[index].likely)
            if isEnough {
                left = left - (likely - decisions[index].share)
                decisions[index].share = likely
                scratch.claim(decisions[index].reach - likely, weight: decisions[index].weight, index)
            } else {
                scratch.claim(likely - decisions[index].share, weight: decisions[index].weight, index)
            }
        }
        scratch.grant(left, &plan)
    }

    /// - Returns: what they leave.
    private mutating func lendToUncertain(_ amount: Pages, _ plan: inout Plan) -> Pages {
        var above = amount.count
        var ranges = 0
        for index in plan.decisions.indices where plan.decisions[index].isMember {
            above += (plan.decisions[index].goal - plan.decisions[index].base).count
            ranges += (plan.decisions[index].reach - plan.decisions[index].base).count
        }
        let part = min(1, Double(above) / Double(max(1, ranges)))
        scratch.startDivision()
        for index in plan.decisions.indices
        where plan.decisions[index].isMember && plan.decisions[index].marks.contains(.uncertain) {
            let decision = plan.decisions[index]
            let range = Double((decision.reach - decision.base).count)
            let proportional = decision.base + Pages(Int(range * part))
            scratch.claim(proportional - decision.share, weight: decision.weight, index)
        }
        return scratch.grant(amount, &plan)
    }
}

extension Balancer.Scratch {
    /// Makes room for the claims of another division.
    mutating func startDivision() {
        division.removeAll()
    }

    /// Adds the claim of the domain at `index`.
    @inline(always)
    mutating func claim(_ range: Pages, weight: Int, _ index: Int) {
        division.append(FairDivision.Claim(range: range, weight: weight, owner: index))
    }

    /// Divides an amount and adds what each claim is granted to the share of the domain behind it.
    ///
    /// - Returns: what is left over.
    @discardableResult
    mutating func grant(_ amount: Pages, _ plan: inout Plan) -> Pages {
        let rest = division.divide(amount)
        let claims = division.claims.span
        var decisions = plan.decisions.mutableSpan
        for claim in claims.indices {
            let owner = claims[claim].owner
            decisions[owner].share = decisions[owner].share + claims[claim].granted
        }
        return rest
    }
}
