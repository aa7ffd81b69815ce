public import Ballooning
public import Xen

/// What the agent has published of one domain. What it has not published is nil.
public struct DomainStatus: Sendable, Hashable {
    /// Its number.
    public var id: DomainID
    /// What the toolstack calls it.
    public var name: String?
    /// Its identity.
    public var uuid: DomainUUID?
    /// Where it stands with the balancer, a word of `DomainState`.
    public var state: String?
    /// Why it is treated as it is, in one sentence.
    public var reason: String?
    /// What it holds.
    public var current: KiB?
    /// What it is never driven below.
    public var floor: KiB?
    /// What it needs.
    public var goal: KiB?
    /// What it is never raised above.
    public var ceiling: KiB?
    /// The target that Ballast wrote or holds.
    public var target: KiB?
    /// What it holds above its goal.
    public var pool: KiB?
    /// What it holds beyond its target once it has settled.
    public var offset: KiB?
    /// What its stalls have added to its goal.
    public var headroom: KiB?
    /// What it needs by its report alone.
    public var estimate: KiB?
    /// How much of its time it waits for memory.
    public var stall: StallRate?
    /// Until when its size is the administrator's, in seconds since 1970.
    public var heldUntil: Int64?
    /// What is wrong with what its guest says, nil where nothing is.
    public var complaint: String?
    /// What its backends hold for it.
    public var backendPool: KiB?
    /// The last target that was written.
    public var lastWrite: LastWrite?

    /// Reads the status from its nodes, by their names.
    init(_ id: DomainID, _ nodes: [String: String]) {
        func amount(_ key: String) -> KiB? { nodes[key].flatMap { KiB(parsing: $0.utf8) } }
        self.id = id
        name = nodes["name"]
        uuid = nodes["uuid"].flatMap { DomainUUID(parsing: $0) }
        state = nodes["state"]
        reason = nodes["reason"]
        current = amount("current")
        floor = amount("floor")
        goal = amount("goal")
        ceiling = amount("ceiling")
        target = amount("target")
        pool = amount("pool")
        offset = amount("offset")
        headroom = amount("headroom")
        estimate = amount("estimate")
        stall = nodes["stall"].flatMap { Int($0) }.map { StallRate(microsecondsPerSecond: $0) }
        heldUntil = nodes["held-until"].flatMap { Int64($0) }
        complaint = nodes["complaint"]
        backendPool = amount("backend-pool")
        lastWrite = nodes["last-write"].flatMap { LastWrite(parsing: $0) }
    }

    /// What to call it: its name, else its number.
    public var label: String {
        guard let name, !name.isEmpty else { return "domain \(id)" }
        return name
    }
}
