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
        var hasUncertain = false
        var observation = Observation(
            now: snapshot.now,
            hostTotal: snapshot.memory.total,
            host: settings.host,
            profile: settings.profile(0)
        )
        var profile = 0
        let domains = snapshot.domains.span
        var memories = history.domains.mutableSpan
        var decisions = plan.decisions.mutableSpan
        for index in domains.indices {
            // Most domains have the same settings as the one before.
            if domains[index].profile != profile {
                profile = domains[index].profile
                observation.profile = settings.profile(profile)
            }
            decisions[index] = DomainDecision(domains[index])
            observation.decide(domains[index], &memories[index], &decisions[index])
            if decisions[index].isMember {
                budget.countMember(decisions[index], claimed: domains[index].info.claimed)
            } else {
                budget.countOther(domains[index], maximumSlack: settings.host.maximumSlack)
            }
            if decisions[index].marks.contains(.uncertain) { hasUncertain = true }
        }
        scratch.hasUncertain = hasUncertain
    }
}
