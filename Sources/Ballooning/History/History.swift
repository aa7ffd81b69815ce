import Xen

/// All that the balancer remembers: a value that can be recorded and compared.
public struct History: Sendable, Hashable, Codable {
    /// One memory for each domain, sorted by domid.
    public internal(set) var domains: [DomainHistory] = []
    /// The host's own.
    public internal(set) var host = HostHistory()

    /// No memories.
    public init() {}

    /// Gives every domain its memory, in the order of `snapshots`: the one it has, or a new one for a domain that was
    /// not there before. One linear pass.
    mutating func match(_ snapshots: [DomainSnapshot], now: Instant, buffer: inout [DomainHistory]) {
        buffer.removeAll(keepingCapacity: true)
        var old = 0
        for snapshot in snapshots {
            while old < domains.count, domains[old].id < snapshot.info.id { old += 1 }
            if old < domains.count, domains[old].isOf(snapshot) {
                buffer.append(domains[old])
            } else {
                buffer.append(DomainHistory(snapshot, now: now))
            }
        }
        swap(&domains, &buffer)
    }
}
