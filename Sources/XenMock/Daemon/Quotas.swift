/// What an unprivileged domain may use, with xenstored's own defaults. Domain 0 is not limited, except by the length of
/// paths.
public struct Quotas: Sendable, Hashable {
    /// Nodes that a domain owns.
    public var nodes = 1000
    /// Watches that a domain has set; as in xenstored one more than this is let through.
    public var watches = 128
    /// Transactions that a domain has open at a time; as in xenstored one more than this is let through.
    public var transactions = 10
    /// Requests whose answers the domain has not taken; no further one is read until it has.
    public var outstanding = 20
    /// Nodes that one transaction touches.
    public var transactionNodes = 1024
    /// Bytes of a node: its value, the names of its children and its access list.
    public var nodeSize = 2048
    /// Bytes of a path; of what follows the home directory for a path below one.
    public var pathLength = 2048
    /// Entries of an access list.
    public var permissions = 5
    /// Bytes that a domain's nodes, watches and untaken messages hold, and from which on the daemon complains.
    public var softMemory = 2 << 20
    /// Bytes that a domain's nodes, watches and untaken messages may hold.
    public var memory = (2 << 20) + (512 << 10)

    /// The defaults of xenstored.
    public init() {}
}

extension Quotas {
    /// A quota by the name that `xenstore-control quota` and SET_QUOTA know it by.
    struct Entry {
        let name: String
        let path: any WritableKeyPath<Quotas, Int> & Sendable
        let description: String
    }

    static let hard: [Entry] = [
        Entry(name: "nodes", path: \.nodes, description: "Nodes per domain"),
        Entry(name: "watches", path: \.watches, description: "Watches per domain"),
        Entry(name: "transactions", path: \.transactions, description: "Transactions per domain"),
        Entry(name: "outstanding", path: \.outstanding, description: "Outstanding requests per domain"),
        Entry(
            name: "transaction-nodes",
            path: \.transactionNodes,
            description: "Max. number of accessed nodes per transaction"
        ),
        Entry(name: "memory", path: \.memory, description: "Total Xenstore memory per domain (error level)"),
        Entry(name: "node-size", path: \.nodeSize, description: "Max. size of a node"),
        Entry(name: "path-max", path: \.pathLength, description: "Max. length of a node path"),
        Entry(name: "permissions", path: \.permissions, description: "Max. number of permissions per node"),
    ]

    static let soft: [Entry] = [
        Entry(name: "memory", path: \.softMemory, description: "Total Xenstore memory per domain (warning level)")
    ]
}
