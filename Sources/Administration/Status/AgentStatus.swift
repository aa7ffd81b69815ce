public import Xen

/// What the agent has published of the host and its domains.
public struct AgentStatus: Sendable, Hashable {
    /// The host.
    public var host: HostStatus
    /// The domains in the order of their numbers.
    public var domains: [DomainStatus]

    /// Makes a status.
    init(host: HostStatus, domains: [DomainStatus]) {
        self.host = host
        self.domains = domains
    }

    /// What the domains hold above their goals.
    public var pools: KiB {
        domains.reduce(.zero) { $0 + max(.zero, $1.pool ?? .zero) }
    }

    /// The domains with the target that was written last in front; those for which none was written are left out.
    public var lastWrites: [(domain: DomainStatus, write: LastWrite)] {
        domains.compactMap { domain in domain.lastWrite.map { (domain, $0) } }.sorted {
            ($1.write.second, $0.domain.id) < ($0.write.second, $1.domain.id)
        }
    }

    /// The status as it stands in the store.
    ///
    /// - Parameter isAlive: whether a process runs.
    /// - Throws: ``AdministrationError/noAgent``, or ``AdministrationError/agentGone(pid:)`` where the status is what a
    ///   killed agent has left.
    public static func read(
        from store: some Store,
        isAlive: (Int32) -> Bool = AgentProcess.isAlive
    ) throws(AdministrationError) -> AgentStatus {
        var mirror = StatusMirror()
        do {
            try mirror.readAll(from: store)
        } catch {
            throw .store(error)
        }
        return try mirror.status(isAlive: isAlive)
    }
}
