import BallastAgent
public import Xen

/// The agent's status tree, held in memory and kept up to date by a watch: only what has changed is read again.
public struct StatusMirror: Sendable {
    private var host: [String: String] = [:]
    private var domains: [DomainID: [String: String]] = [:]

    /// Paths below the root that may have changed.
    private var unread: Set<String> = []
    private var isAllUnread = true

    /// The token of the watch.
    public static let token = "status"

    private static let root = AgentTree.status
    private static let domainNode = "domain"
    /// Once so many nodes are unread, the whole tree is read instead.
    private static let mostUnread = 4096

    /// Makes an empty mirror.
    public init() {}

    /// Sets the watch; the event that it fires at once leads to the first reading.
    public static func watch(on store: some Store) throws(StoreError) {
        try store.watch(root, token: token)
    }

    /// Marks what an event says has changed.
    public mutating func note(_ event: WatchEvent) {
        let path = Self.root.rest(of: event.path)
        guard !path.isEmpty, unread.count < Self.mostUnread else {
            isAllUnread = true
            return
        }
        unread.insert(String(path))
    }

    /// Reads what has changed.
    ///
    /// - Returns: whether there was anything to read.
    public mutating func readChanges(from store: some Store) throws(StoreError) -> Bool {
        guard isAllUnread || !unread.isEmpty else { return false }
        if isAllUnread {
            try readAll(from: store)
        } else {
            for path in unread { try read(path, from: store) }
            unread.removeAll()
        }
        return true
    }

    /// Reads the whole tree.
    public mutating func readAll(from store: some Store) throws(StoreError) {
        host = [:]
        domains = [:]
        for key in try store.children(of: Self.root) where key != Self.domainNode {
            host[key] = try store.text(Self.root.appending(key))
        }
        for name in try store.children(of: Self.root.appending(Self.domainNode)) {
            guard let id = DomainID(parsing: name) else { continue }
            try readDomain(id, from: store)
        }
        unread.removeAll()
        isAllUnread = false
    }

    private mutating func readDomain(_ id: DomainID, from store: some Store) throws(StoreError) {
        let home = Self.root.appending(Self.domainNode).appending("\(id)")
        var nodes: [String: String] = [:]
        for key in try store.children(of: home) { nodes[key] = try store.text(home.appending(key)) }
        domains[id] = nodes.isEmpty ? nil : nodes
    }

    private mutating func read(_ path: String, from store: some Store) throws(StoreError) {
        let parts = path.split(separator: "/").map(String.init)
        switch parts.count {
        case 1 where parts[0] != Self.domainNode:
            host[parts[0]] = try store.text(Self.root.appending(path))
        case 2 where parts[0] == Self.domainNode:
            guard let id = DomainID(parsing: parts[1]) else { return }
            try readDomain(id, from: store)
        case 3 where parts[0] == Self.domainNode:
            guard let id = DomainID(parsing: parts[1]) else { return }
            domains[id, default: [:]][parts[2]] = try store.text(Self.root.appending(path))
            if domains[id]?.isEmpty == true { domains[id] = nil }
        case 1:
            // The node above all domains came or went.
            for id in domains.keys { try readDomain(id, from: store) }
        default:
            // The rest of the status is not shown.
            break
        }
    }

    /// The status that the nodes stand for.
    ///
    /// - Throws: ``AdministrationError/noAgent`` where nothing is published, or
    ///   ``AdministrationError/agentGone(pid:)`` where it is what a killed agent has left.
    public func status(
        isAlive: (Int32) -> Bool = AgentProcess.isAlive
    ) throws(AdministrationError) -> AgentStatus {
        let host = HostStatus(host)
        guard let pid = host.pid else { throw .noAgent }
        guard isAlive(pid) else { throw .agentGone(pid: pid) }
        let statuses = domains.map { DomainStatus($0.key, $0.value) }
        return AgentStatus(host: host, domains: statuses.sorted { $0.id < $1.id })
    }
}
