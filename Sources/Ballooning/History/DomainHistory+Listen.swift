import Xen

extension DomainHistory {
    /// Reads a guest's report if it is a new one. One that cannot be true counts as none.
    ///
    /// The domain is looked at where it lies, and this is a function of its own: as a part of the pass over all domains
    /// it would be too much for one function, and the compiler would inline nothing into either.
    @inline(never)
    mutating func listen(to domains: Span<DomainSnapshot>, at index: Int, hostTotal: Pages) {
        hasNews = false
        guard domains[index].hasReport else {
            reading = nil
            return
        }
        if reading != nil, meter.hasRead(domains[index].lastReport, received: domains[index].reportReceived) { return }
        guard domains[index].lastReport.isPlausible(largest: domains[index].largest(hostTotal: hostTotal)) else {
            reading = nil
            return
        }
        reading = Reading(domains[index].lastReport)
        hasNews = meter.read(
            domains[index].lastReport,
            received: domains[index].reportReceived,
            current: domains[index].info.current
        )
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
