import Xen

/// First part of a plan: what the guests have said, who takes part, and what each one needs.
extension Balancer {
    /// Fills the plan with one decision for each domain: where it stands, its floor, its goal and its ceiling. All that is
    /// known of a domain passes through the cache once.
    mutating func observe(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        let known = observe(snapshot, settings, from: 0, &budget, &plan)
        if known == snapshot.domains.count, known == history.domains.count { return }
        history.match(snapshot.domains, now: snapshot.now, buffer: &scratch.history)
        _ = observe(snapshot, settings, from: known, &budget, &plan)
    }

    /// - Returns: the first domain of the snapshot that is not the one that is remembered in its place.
    private mutating func observe(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        from first: Int,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) -> Int {
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
        var index = first
        while index < domains.count, index < memories.count, memories[index].isOf(domains[index]) {
            // Most domains have the same settings as the one before.
            if domains[index].profile != profile {
                profile = domains[index].profile
                observation.profile = settings.profile(profile)
            }
            memories[index].listen(to: domains, at: index, hostTotal: snapshot.memory.total)
            decisions[index] = DomainDecision(domains[index])
            observation.decide(domains[index], &memories[index], &decisions[index])
            if decisions[index].isMember {
                budget.countMember(decisions[index], claimed: domains[index].info.claimed)
            } else {
                budget.countOther(domains[index], maximumSlack: settings.host.maximumSlack)
            }
            index += 1
        }
        return index
    }
}
