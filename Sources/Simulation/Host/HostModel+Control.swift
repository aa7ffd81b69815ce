public import Xen

extension HostModel {
    /// Starts a domain.
    ///
    /// - Parameter spec: what to start.
    /// - Returns: its domid; nil where its memory is not free or no domid is left.
    public mutating func create(_ spec: DomainSpec) -> DomainID? {
        let needed = spec.start + spec.driver.offset
        guard free >= needed, let id = takeDomainID() else { return nil }
        free -= needed
        let domain = DomainModel(spec, id: id, at: microseconds)
        domains.insert(domain, at: domains.firstIndex { $0.id > id } ?? domains.count)
        return id
    }

    /// Ends a domain. Its pages are wiped before they are free.
    public mutating func destroy(_ id: DomainID) {
        guard id != .zero, let index = index(of: id) else { return }
        scrubbing += domains[index].held
        domains.remove(at: index)
    }

    /// Ends a domain and starts it anew with the same uuid and another domid.
    ///
    /// - Returns: the new domid; nil where there was no such domain, or no memory, as the old pages are not wiped yet.
    public mutating func reboot(_ id: DomainID) -> DomainID? {
        guard let index = index(of: id), id != .zero else { return nil }
        let spec = domains[index].spec
        destroy(id)
        return create(spec)
    }

    /// Pauses a domain or lets it run again.
    public mutating func setPaused(_ id: DomainID, _ paused: Bool) {
        guard let index = index(of: id) else { return }
        if paused { domains[index].flags.insert(.paused) } else { domains[index].flags.remove(.paused) }
    }

    /// Marks a domain as dying: a migration's last moment, or a destruction that takes its time.
    public mutating func setDying(_ id: DomainID) {
        guard let index = index(of: id), id != .zero else { return }
        domains[index].flags.insert(.dying)
    }

    /// Sets `memory/target`.
    ///
    /// - Returns: whether there is such a domain.
    @discardableResult
    public mutating func setTarget(of id: DomainID, to target: Pages) -> Bool {
        guard let index = index(of: id) else { return false }
        domains[index].target = target
        return true
    }

    /// Sets a domain to a part of its target as `xl mem-set` does, but not below its dynamic-min.
    ///
    /// - Returns: the new target; nil where there is no such domain.
    @discardableResult
    mutating func setByHand(_ id: DomainID, percent: Int) -> Pages? {
        guard let index = index(of: id) else { return nil }
        let domain = domains[index]
        let least = min(domain.spec.dynamicMinimum ?? domain.spec.start / 2, domain.target)
        let target = max(domain.target * percent / 100, least)
        setTarget(of: id, to: target)
        setMaximum(of: id, to: target + domain.spec.driver.offset + .mib(1))
        return target
    }

    /// Sets maxmem; below what the domain holds it keeps the domain from growing.
    ///
    /// - Returns: whether there is such a domain.
    @discardableResult
    public mutating func setMaximum(of id: DomainID, to maximum: Pages) -> Bool {
        guard let index = index(of: id) else { return false }
        domains[index].maximum = maximum
        return true
    }

    /// Tells Xen's populate-on-demand cache what the domain is to have. Before the balloon driver has taken away what
    /// was never there the cache only grows: the guest may touch all of it.
    ///
    /// - Returns: whether there is such a domain.
    @discardableResult
    public mutating func setPopulateOnDemandTarget(of id: DomainID, to target: Pages) -> Bool {
        guard let index = index(of: id) else { return false }
        let growth = min(target - domains[index].held, domains[index].unpopulated, free)
        guard domains[index].unpopulated > .zero, growth > .zero else { return true }
        free -= growth
        domains[index].held += growth
        domains[index].unpopulated -= growth
        return true
    }

    /// Where a domain is in ``domains``.
    public func index(of id: DomainID) -> Int? {
        domains.index(of: id, by: \.id)
    }

    private mutating func takeDomainID() -> DomainID? {
        let count = max(1, lastDomainID)
        for offset in 0..<count {
            let candidate = DomainID((nextDomainID - 1 + offset) % count + 1)
            guard index(of: candidate) == nil else { continue }
            nextDomainID = candidate.rawValue % count + 1
            return candidate
        }
        return nil
    }
}
