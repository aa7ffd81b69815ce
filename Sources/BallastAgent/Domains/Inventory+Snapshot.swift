import Ballooning
import Xen

extension Inventory {
    /// The names of the domains that have one, by their uuid.
    var names: [String: String] {
        var names: [String: String] = [:]
        for record in records { names["\(record.info.uuid)"] = record.nodes.name }
        return names
    }

    /// Gives each domain the profile that its uuid or its name has, the default where neither has one.
    mutating func assignProfiles(_ settings: ResolvedSettings) {
        updateAll { record in
            guard !settings.profiles.isEmpty else {
                record.profile = 0
                return
            }
            let byName = record.nodes.name.flatMap { settings.profiles[$0] }
            record.profile = settings.profiles["\(record.info.uuid)"] ?? byName ?? 0
        }
    }
}

extension DomainRecord {
    /// The best of what the guest says, and since when it says so: our own agent's report, else what XAPI's tools or
    /// Qubes' meminfo-writer left.
    var latestReport: (report: GuestReport, received: Instant)? {
        if let report = guest.report, let received = guest.reportedAt {
            return (report, received)
        }
        guard let received = guest.foreignReportedAt else { return nil }
        if let free = guest.xapiFree, let total = guest.xapiTotal, total > .zero {
            let total = Pages(flooring: total)
            let free = Pages(flooring: free)
            return (GuestReport(source: .xapi, total: total, free: free, available: free), received)
        }
        if let used = guest.qubesUsed, let target = nodes.target {
            // The writer says what is used and not of how much; its guest has been given its target.
            let total = Pages(flooring: target)
            let free = max(.zero, total - Pages(ceiling: used))
            // What is used includes what was swapped out: it may exceed what the guest has.
            let report = GuestReport(
                source: .qubes,
                total: total,
                free: free,
                available: free,
                committed: Pages(ceiling: used)
            )
            return (report, received)
        }
        return nil
    }
}
