import Ballooning
import Xen

extension DomainRecord {
    /// What the plan is told of the domain.
    func snapshot(at wallSeconds: Int64) -> DomainSnapshot {
        let latest = latestReport
        return DomainSnapshot(
            info: info,
            role: role,
            isMigrating: isMigrating,
            hold: hold(at: wallSeconds),
            profile: profile,
            target: nodes.target.map { Pages(flooring: $0) },
            staticMaximum: nodes.staticMaximum.map { Pages(flooring: $0) },
            videoRAM: Pages(ceiling: nodes.videoRAM ?? .zero),
            dynamicMinimum: nodes.dynamicMinimum.map { Pages(ceiling: $0) },
            dynamicMaximum: nodes.dynamicMaximum.map { Pages(flooring: $0) },
            knownOffset: knownOffset,
            isMarkedUncooperative: nodes.isMarkedUncooperative,
            report: latest?.report,
            reportReceived: latest?.received ?? .distantPast,
            urgent: guest.urgent.flatMap { request in
                guest.urgentAt.map { UrgentNeed(need: Pages(ceiling: request.need), received: $0) }
            }
        )
    }

    /// Whether anybody keeps the domain where it is.
    private func hold(at wallSeconds: Int64) -> DomainHold {
        if let pin, pin.isInForce(at: wallSeconds) { return .pinned }
        return hold.map { .administrator(until: $0.until) } ?? .none
    }

    /// The best of what the guest says, and since when it says so: our own agent's report, else what XAPI's tools or
    /// Qubes' meminfo-writer left.
    private var latestReport: (report: GuestReport, received: Instant)? {
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
