import Xen

/// One connection as the daemon sees it.
final class Client {
    /// Tells connections apart.
    let number: Int
    /// The domain that speaks.
    let domain: Domain
    /// The watches in the order in which they were set.
    var watches: [Watch] = []
    /// The open transactions.
    var transactions: [UInt32: Transaction] = [:]
    /// Numbers are handed out per connection.
    var nextTransaction: UInt32 = 1
    /// The transaction of the request that is being carried out.
    var current: Transaction?
    /// Events that go out behind the answer of the request that is being carried out.
    var held: [WireMessage] = []
    /// Messages that the connection has not been sent.
    var outbox: [WireMessage] = []
    /// Whether the connection waits to be sent its outbox.
    var isListed = false
    /// Whether the connection is gone, or must go.
    var isClosed = false

    init(_ number: Int, _ domain: Domain) {
        self.number = number
        self.domain = domain
    }

    /// Whether the daemon lets the connection do everything.
    var isPrivileged: Bool {
        domain.number == 0
    }

    /// What the connection may do with a node of this access list.
    func access(to grants: [Grant]) -> Access {
        let number = domain.number
        guard !isPrivileged, grants[0].domain != number, grants[0].domain != domain.target else {
            return [.read, .write, .owner]
        }
        for grant in grants.dropFirst()
        where !grant.isIgnored && (grant.domain == number || grant.domain == domain.target) {
            return grant.access
        }
        return grants[0].access
    }
}
