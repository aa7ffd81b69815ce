public import Xen

/// What the agent has published of the host. What it has not published is nil.
public struct HostStatus: Sendable, Hashable {
    /// The agent's version.
    public var version: String?
    /// The agent's process.
    public var pid: Int32?
    /// How short free memory is: `none`, `soft`, `hard` or `critical`.
    public var level: String?
    /// The host's memory.
    public var total: KiB?
    /// What of it is free.
    public var free: KiB?
    /// What stays free in any case.
    public var reserve: KiB?
    /// What there is to divide among the managed domains.
    public var budget: KiB?
    /// What granted reservations keep.
    public var reserved: KiB?

    /// Reads the status from its nodes, by their names.
    init(_ nodes: [String: String]) {
        func amount(_ key: String) -> KiB? { nodes[key].flatMap { KiB(parsing: $0.utf8) } }
        version = nodes["version"]
        pid = nodes["pid"].flatMap { Int32($0) }
        level = nodes["level"]
        total = amount("total")
        free = amount("free")
        reserve = amount("reserve")
        budget = amount("budget")
        reserved = amount("reservations")
    }
}
