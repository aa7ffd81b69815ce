import Xen

/// Tells whether a domain's home is still that domain's, so that nothing is written for the dead.
///
/// A plain write creates what is missing above it: writing to a domain that has just gone would leave a home for nobody
/// (the Qubes complaint 1409), and a domid that was handed out again would get its predecessor's target.
struct DomainGuard {
    let store: any Store

    /// Whether `/local/domain/<domid>` belongs to the domain of that uuid. Asked inside the transaction that writes, the
    /// answer cannot grow old before the write counts.
    func isHome(
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
