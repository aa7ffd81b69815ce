import Xen

/// Writes below a domain's home only while the home is still that domain's.
///
/// A plain write creates what is missing above it, so that writing to a domain that has just gone would leave a home
/// for nobody (the Qubes complaint 1409), and a domid that was handed out again would get its predecessor's target.
struct DomainGuard {
    let store: any Store

    /// What became of guarded writes.
    enum Outcome: Sendable, Equatable {
        /// All of it stands in the store.
        case written
        /// Nothing was written: the domain is gone, or the number belongs to another one.
        case gone
    }

    /// Runs `body` in one transaction with the check, repeated while it meets others.
    ///
    /// - Parameter body: the writes. It may run several times.
    func write(
        to domain: DomainID,
        uuid: DomainUUID,
        _ body: (StoreTransaction) throws(StoreError) -> Void
    ) throws(StoreError) -> Outcome {
        try store.transaction { (transaction) throws(StoreError) in
            guard try isHome(of: uuid, domain, in: transaction) else { return .abort(.gone) }
            try body(transaction)
            return .commit(.written)
        }
    }

    private func isHome(
        of uuid: DomainUUID,
        _ domain: DomainID,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Bool {
        let home = StorePath.domain(domain)
        guard let vm = try store.readIfPresent(home.appending("vm"), in: transaction) else {
            // Some hosts write no `vm` for dom0, which cannot go while we run in it.
            return domain == .zero
        }
        return vm.elementsEqual("/vm/\(uuid)".utf8)
    }
}
