import Xen

/// What the guests have said since the last plan.
extension Balancer {
    /// Gives every domain its memory, and reads every report that is a new one. One that cannot be true counts as none.
    mutating func listen(to snapshot: HostSnapshot) {
        let heard = listen(to: snapshot, from: 0)
        if heard == snapshot.domains.count, heard == history.domains.count { return }
        history.match(snapshot.domains, now: snapshot.now, buffer: &scratch.history)
        _ = listen(to: snapshot, from: heard)
    }

    /// - Returns: how many domains of the snapshot are those that are remembered, and were listened to.
    private mutating func listen(to snapshot: HostSnapshot, from first: Int) -> Int {
        let domains = snapshot.domains.span
        var memories = history.domains.mutableSpan
        for index in first..<min(domains.count, memories.count) {
            guard memories[index].isOf(domains[index]) else { return index }
            memories[index].listen(to: domains[index], hostTotal: snapshot.memory.total)
        }
        return max(first, min(domains.count, memories.count))
    }
}

extension DomainHistory {
    @inline(always)
    fileprivate mutating func listen(to domain: DomainSnapshot, hostTotal: Pages) {
        hasNews = false
        guard domain.hasReport else {
            reading = nil
            return
        }
        if reading != nil, meter.hasRead(domain.lastReport, received: domain.reportReceived) { return }
        guard domain.lastReport.isPlausible(largest: domain.largest(hostTotal: hostTotal)) else {
            reading = nil
            return
        }
        reading = Reading(domain.lastReport)
        hasNews = meter.read(domain.lastReport, received: domain.reportReceived, current: domain.info.current)
    }
}

extension DomainSnapshot {
    /// The most memory that the guest can have now.
    @inline(always)
    func largest(hostTotal: Pages) -> Pages {
        let most = max(info.maximum, info.current)
        return min(max(staticMaximum ?? most, most) + .mib(1), hostTotal)
    }
}
