import Xen

/// Who takes part in the balancing at all, and who is left alone and why.
enum Standing {
    /// Whether a domain takes part. This is asked of every domain in every plan, ``exemption(of:host:profile:)`` only of
    /// those that do not.
    @inline(always)
    static func admits(_ domain: DomainSnapshot, host: HostSettings, profile: borrowing DomainSettings) -> Bool {
        guard domain.role == .guest || (domain.role == .controlDomain && host.managesControlDomain),
            domain.info.flags.isDisjoint(with: [.dying, .shutdown, .paused]), !domain.isMigrating,
            case .none = domain.hold, profile.selfballooning
        else { return false }
        return domain.target != nil
    }

    /// Why a domain is left alone that does not take part.
    static func exemption(
        of domain: DomainSnapshot,
        host: HostSettings,
        profile: borrowing DomainSettings
    ) -> (state: DomainState, reason: Reason) {
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
        return (.unmanaged, profile.selfballooning ? .incomplete : .disabled)
    }
}
