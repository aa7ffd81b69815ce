import Xen

// INTRODUCE, RELEASE, GET_DOMAIN_PATH, IS_DOMAIN_INTRODUCED, RESUME and SET_TARGET, and what the hypervisor does.
extension Daemon {
    func introduce(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count >= 3 else { throw .EINVAL }
        let number = UInt32(bitPattern: CNumber.integer(texts[0]))
        // The frame is not looked at; a port of 0 is none.
        guard CNumber.integer(texts[2]) != 0 else { throw .EINVAL }
        guard number < UInt32(DomainID.firstReserved) else { throw .EINVAL }
        introduce(number)
        return .done
    }

    /// Begins to speak with a domain, or begins anew with one that is known.
    func introduce(_ number: UInt32) {
        let domain = domains[number] ?? addDomain(number)
        let isNew = !domain.isIntroduced
        domain.isIntroduced = true
        domain.isShutdown = false
        if isNew { fireSpecial(.introduceDomain) }
        for other in clients.values where other.domain === domain && number != 0 { forget(other) }
    }

    func release(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        destroy(try introducedDomain(arguments))
        return .done
    }

    /// Forgets a domain, ends its connections and removes what it owns.
    func destroy(_ domain: Domain) {
        for client in clients.values where client.domain === domain { disconnect(client) }
        for other in domains.values where other.target == domain.number { other.target = nil }
        if domain.nodes > 0 { removeOrphans(of: domain) }
        for path in [TreePath.introduceDomain, .releaseDomain] { removeGrants(of: domain, from: path) }
        domains[domain.number] = nil
        if domain.isIntroduced { fireSpecial(.releaseDomain) }
    }

    /// Tells that a domain has stopped by itself, once.
    func shutDown(_ domain: Domain) {
        guard domain.isIntroduced, !domain.isShutdown else { return }
        domain.isShutdown = true
        fireSpecial(.releaseDomain)
    }

    func resume(_ arguments: Arguments) throws(WireErrno) -> Reply {
        try introducedDomain(arguments).isShutdown = false
        return .done
    }

    func setTarget(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count >= 2 else { throw .EINVAL }
        let domain = try introducedDomain(texts[0])
        domain.target = try introducedDomain(texts[1]).number
        return .done
    }

    func getDomainPath(_ arguments: Arguments) throws(WireErrno) -> Reply {
        guard let text = arguments.only else { throw .EINVAL }
        return .payload(TreePath.home(of: UInt32(bitPattern: CNumber.integer(text))).bytes + [0])
    }

    func isDomainIntroduced(_ arguments: Arguments) throws(WireErrno) -> Reply {
        guard let text = arguments.only else { throw .EINVAL }
        let number = UInt32(bitPattern: CNumber.integer(text))
        // DOMID_SELF of Xen's public/xen.h.
        let isKnown = number == 0x7FF0 || domains[number]?.isIntroduced == true
        return .text(isKnown ? "T" : "F")
    }

    /// The introduced domain that a request's only argument names; domain 0 cannot be meant.
    private func introducedDomain(_ arguments: Arguments) throws(WireErrno) -> Domain {
        guard let text = arguments.only, CNumber.integer(text) != 0 else { throw .EINVAL }
        return try introducedDomain(text)
    }

    private func introducedDomain(_ text: ArraySlice<UInt8>) throws(WireErrno) -> Domain {
        let domain = domains[UInt32(bitPattern: CNumber.integer(text))]
        guard let domain, domain.isIntroduced else { throw .ENOENT }
        return domain
    }

    private func removeOrphans(of domain: Domain) {
        var waiting: [TreePath] = [.root]
        while let path = waiting.popLast() {
            guard let node = nodes[path] else { continue }
            if node.owner == domain.number, path != .root {
                // Nothing of the daemon's own is limited, so this finds what it looks for.
                try? removeTree(path, for: nil)
                continue
            }
            waiting += node.children.split(separator: 0).map { path.appending($0) }.reversed()
        }
    }

    private func removeGrants(of domain: Domain, from path: TreePath) {
        guard var grants = specialGrants[path] else { return }
        if grants[0].domain == domain.number { grants[0].domain = 0 }
        specialGrants[path] = grants.prefix(1) + grants.dropFirst().filter { $0.domain != domain.number }
    }
}
