import BallastAgent
public import Xen

/// Asks the agent to keep memory free, and reads what it answers.
public struct ReservationControl {
    private let store: any Store

    /// The token of the watch.
    public static let token = "reservations"

    /// Works on a store.
    public init(_ store: any Store) {
        self.store = store
    }

    /// Asks for memory, in one transaction, so that the agent never meets half a request.
    public func ask(_ request: ReservationRequest) throws(StoreError) {
        let node = Self.path(request.id)
        let store = store
        var values = [("min", "\(request.minimum.count)"), ("max", "\(request.maximum.count)")]
        if let beneficiary = request.beneficiary { values.append(("for", beneficiary)) }
        if let expires = request.expires { values.append(("expires", "\(expires)")) }
        let _: Void = try store.transaction { (transaction) throws(StoreError) in
            for (key, value) in values { try store.write(node.appending(key), value, in: transaction) }
            return .commit(())
        }
    }

    /// Gives a reservation back: what it kept is free again, or has become the new domain's.
    ///
    /// - Returns: whether it was there.
    @discardableResult
    public func release(_ id: String) throws(StoreError) -> Bool {
        guard try store.readIfPresent(Self.path(id)) != nil else { return false }
        try store.removeIfPresent(Self.path(id))
        return true
    }

    /// The reservation as it stands; nil if it is not there.
    public func status(of id: String) throws(StoreError) -> ReservationStatus? {
        var nodes: [String: String] = [:]
        for key in try store.children(of: Self.path(id)) {
            nodes[key] = try store.text(Self.path(id).appending(key))
        }
        guard !nodes.isEmpty else { return nil }
        var status = ReservationStatus(id, nodes)
        for index in status.blockers.indices {
            guard let domain = DomainID(parsing: status.blockers[index]),
                let name = try store.text(.domain(domain).appending("name"))
            else { continue }
            status.blockers[index] = "\(name) (domid \(domain))"
        }
        return status
    }

    /// All reservations, by their names.
    public func all() throws(StoreError) -> [ReservationStatus] {
        var statuses: [ReservationStatus] = []
        for id in try store.children(of: AgentTree.reservations).sorted() {
            if let status = try status(of: id) { statuses.append(status) }
        }
        return statuses
    }

    /// Asks to be told when the agent answers.
    public func watch(_ id: String) throws(StoreError) {
        try store.watch(Self.path(id), token: Self.token)
    }

    private static func path(_ id: String) -> StorePath {
        AgentTree.reservations.appending(id)
    }
}
