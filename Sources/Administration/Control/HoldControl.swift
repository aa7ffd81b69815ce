import BallastAgent
public import Xen

/// Pins domains and lets them go.
public struct HoldControl {
    private let store: any Store

    /// Works on a store.
    public init(_ store: any Store) {
        self.store = store
    }

    /// Pins a domain at the size that it has.
    ///
    /// - Parameter until: when it is let go, in seconds since 1970; nil for when an administrator says so.
    public func hold(_ domain: DomainEntry, until: Int64?) throws(StoreError) {
        try store.write(AgentTree.holds.appending(domain.key), until.map { "\($0)" } ?? "")
    }

    /// Lets a domain go: takes back every pin, whether it was set by uuid or by name, and asks the agent to end what it
    /// keeps up after `xl mem-set`.
    ///
    /// - Returns: whether the domain was pinned.
    @discardableResult
    public func release(_ domain: DomainEntry) throws(StoreError) -> Bool {
        let keys = Set([domain.key, domain.name]).filter { !$0.isEmpty }.sorted()
        let store = store
        return try store.transaction { (transaction) throws(StoreError) in
            var wasHeld = false
            for key in keys {
                let path = AgentTree.holds.appending(key)
                guard try store.readIfPresent(path, in: transaction) != nil else { continue }
                try store.remove(path, in: transaction)
                wasHeld = true
            }
            try store.write(AgentTree.releases.appending(domain.key), "", in: transaction)
            return .commit(wasHeld)
        }
    }
}
