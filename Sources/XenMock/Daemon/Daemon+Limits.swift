import Xen

// GET_FEATURE, SET_FEATURE, GET_QUOTA and SET_QUOTA.
extension Daemon {
    /// XENSTORE_SERVER_FEATURE_RECONNECTION, _ERROR and, from Xen 4.22 on, _WATCHDEPTH of `io/xs_wire.h`.
    var features: UInt32 {
        version >= .v4_22 ? 7 : 3
    }

    func getFeature(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        // Nobody in particular is meant: the server's own features, or those that it offers to whoever asks.
        guard let text = texts.first else { return .text(String(client.domain.features ?? features)) }
        guard client.isPrivileged else { throw .EACCES }
        guard texts.count == 1 else { throw .EINVAL }
        guard let domain = domains[UInt32(bitPattern: CNumber.integer(text))] else { throw .ENOENT }
        return .text(String(domain.features ?? features))
    }

    func setFeature(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count == 2 else { throw .EINVAL }
        // There is no hypervisor to say whether the domain exists, so naming it is enough.
        let number = UInt32(bitPattern: CNumber.integer(texts[0]))
        let domain = domains[number] ?? addDomain(number)
        // What a domain has been offered is not taken back.
        guard !domain.isIntroduced else { throw .EBUSY }
        let wanted = UInt32(bitPattern: CNumber.integer(texts[1]))
        guard wanted & ~features == 0 else { throw .EINVAL }
        domain.features = wanted
        return .done
    }

    func getQuota(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count <= 2 else { throw .EINVAL }
        guard let name = texts.last else {
            let names = Quotas.hard.map(\.name) + Quotas.soft.map { "soft-\($0.name)" }
            return .text(names.joined(separator: " "))
        }
        let (entry, domain) = try quotaAndDomain(name, texts.count == 2 ? texts[0] : nil)
        return .text(String(domain?.quotas[entry.name] ?? quotas[keyPath: entry.path]))
    }

    func setQuota(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard (2...3).contains(texts.count), let number = CNumber.strictInteger(texts[texts.count - 1]),
            (0...Int(Int32.max)).contains(number)
        else { throw .EINVAL }
        let (entry, domain) = try quotaAndDomain(texts[texts.count - 2], texts.count == 3 ? texts[0] : nil)
        if let domain {
            domain.quotas[entry.name] = number
        } else {
            quotas[keyPath: entry.path] = number
        }
        return .done
    }

    private func quotaAndDomain(
        _ name: ArraySlice<UInt8>,
        _ domain: ArraySlice<UInt8>?
    ) throws(WireErrno) -> (Quotas.Entry, Domain?) {
        let name = String(decoding: name, as: UTF8.self)
        let soft = Quotas.soft.first { "soft-\($0.name)" == name }
        guard let entry = soft ?? Quotas.hard.first(where: { $0.name == name }) else { throw .EINVAL }
        guard let domain else { return (entry, nil) }
        guard let known = domains[UInt32(bitPattern: CNumber.integer(domain))] else { throw .ENOENT }
        return (entry, known)
    }
}
