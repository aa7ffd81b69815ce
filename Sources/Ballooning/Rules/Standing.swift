import Xen

/// Who takes part in the balancing at all, and who is left alone and why.
enum Standing {
    /// Why a domain is left alone, nil if it takes part.
    @inline(always)
    static func exemption(
        of domain: DomainSnapshot,
        host: HostSettings,
        profile: borrowing DomainSettings
    ) -> (state: DomainState, reason: Reason)? {
        switch domain.role {
        case .guest: break
        case .service: return (.unmanaged, .service)
        case .controlDomain: if !host.managesControlDomain { return (.unmanaged, .controlDomain) }
        }
        if !domain.info.flags.isDisjoint(with: [.dying, .shutdown]) { return (.suspended, .stopped) }
        if domain.info.flags.contains(.paused) { return (.suspended, .paused) }
        if domain.isMigrating { return (.migrating, .migrating) }
        switch domain.hold {
        case .none: break
        case .pinned: return (.held, .pinned)
        case .administrator(let until): return (.held, .heldByAdministrator(until: until))
        }
        if !profile.selfballooning { return (.unmanaged, .disabled) }
        if domain.target == nil { return (.unmanaged, .incomplete) }
        return nil
    }
}
