import Xen

// GET_FEATURE, SET_FEATURE, GET_QUOTA and SET_QUOTA.
extension Daemon {
    /// XENSTORE_SERVER_FEATURE_RECONNECTION, _ERROR and, from Xen 4.22 on, _WATCHDEPTH of `io/xs_wire.h`.
    var features: UInt32 {
        version >= .v4_22 ? 7 : 3
    }

    func getFeature(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        guard let text = arguments.only else { throw .EINVAL }
        guard !text.isEmpty else { return .text(String(features)) }
        let number = UInt32(bitPattern: CNumber.integer(text))
        guard client.isPrivileged else { throw .EACCES }
        guard let domain = domains[number] else { throw .ENOENT }
        return .text(String(domain.features ?? features))
    }

    func setFeature(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count == 2 else { throw .EINVAL }
        guard let value = CNumber.strictInteger(texts[1]), let wanted = UInt32(exactly: value),
            wanted & ~features == 0
        else { throw .EINVAL }
        let number = UInt32(bitPattern: CNumber.integer(texts[0]))
        let domain = domains[number] ?? addDomain(number)
        // What a domain has been offered is not taken back.
        guard !domain.isIntroduced else { throw .EBUSY }
        domain.features = wanted
        return .done
    }

    func getQuota(_ arguments: Arguments) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard (1...2).contains(texts.count), let name = texts.last else { throw .EINVAL }
        if name.isEmpty, texts.count == 1 { return .text(Quotas.hard.map(\.name).joined(separator: " ")) }
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
        guard let entry = Quotas.hard.first(where: { $0.name == name }) else { throw .EINVAL }
        guard let domain else { return (entry, nil) }
        guard let known = domains[UInt32(bitPattern: CNumber.integer(domain))] else { throw .ENOENT }
        return (entry, known)
    }
}
