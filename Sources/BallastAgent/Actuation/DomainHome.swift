import Xen

/// A domain's node below `/local/domain`, and how to tell that it is still that domain's, so that nothing is written for
/// the dead.
///
/// A plain write creates what is missing above it: writing to a domain that has just gone would leave a home for nobody
/// (the Qubes complaint 1409), and a domid that was handed out again would get its predecessor's target.
struct DomainHome {
    /// `/local/domain/<domid>`.
    let path: StorePath
    private let domain: DomainID
    private let uuid: DomainUUID

    init(_ domain: DomainID, _ uuid: DomainUUID) {
        path = .domain(domain)
        self.domain = domain
        self.uuid = uuid
    }

    /// The node that tells whose home it is.
    var mark: StorePath {
        path.appending("vm")
    }

    /// Whether that node's value says that the home is the domain's; nil stands for no node.
    func isMarked(by value: [UInt8]?) -> Bool {
        // Some hosts write no `vm` for dom0, which cannot go while we run in it.
        guard let value else { return domain == .zero }
        return value.elementsEqual("/vm/\(uuid)".utf8)
    }

    /// Whether the home is the domain's. Asked inside the transaction that writes, the answer cannot grow old before the
    /// write counts.
    func stands(in store: any Store, _ transaction: StoreTransaction = .none) throws(StoreError) -> Bool {
        isMarked(by: try store.readIfPresent(mark, in: transaction))
    }
}
