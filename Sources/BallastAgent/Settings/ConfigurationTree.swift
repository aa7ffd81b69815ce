import Xen

/// The administrator's part of the tree, `/tool/ballast/config`: watched, so that a change is in force a moment later,
/// and read key by key, so that one bad value does not cost the others.
struct ConfigurationTree {
    /// The values that are in force from this layer. A refused one leaves the value before it in place.
    private(set) var layer = SettingsLayers.Layer()
    /// Why values are not in force, by their path below the root.
    private(set) var refusals: [String: SettingRefusal] = [:]

    private var unread = UnreadNodes(root: AgentTree.configuration)

    /// The token of the watch.
    static let token = "config"

    private static let root = AgentTree.configuration
    /// The name under which domains have values of their own.
    private static let domains = "domain"

    /// Sets the watch; the event that it fires at once leads to the first reading.
    static func watch(on store: some Store) throws(StoreError) {
        try store.watch(root, token: token)
    }

    /// Marks what an event says has changed.
    mutating func note(_ event: WatchEvent) {
        unread.insert(unread.path(of: event))
    }

    /// Marks everything, as after a lost connection.
    mutating func forget() {
        unread.insertAll()
    }

    /// Reads what has changed. Returns whether anything did in effect.
    mutating func readChanges(from store: some Store) throws(StoreError) -> Bool {
        guard !unread.isEmpty else { return false }
        let before = (layer, refusals)
        let paths = unread.isAll ? try allPaths(in: store).union(knownPaths) : unread.paths
        for path in paths.sorted() { try read(path, from: store) }
        unread.clear()
        return before != (layer, refusals)
    }

    /// The values that are in force although something else stands in the store now, which was refused.
    var kept: SettingsLayers.Layer {
        var kept = SettingsLayers.Layer()
        for path in refusals.keys {
            guard let (domain, key) = Self.place(of: path) else { continue }
            kept[key, domain] = layer[key, domain]
        }
        return kept
    }

    /// Keys that have a value or a refusal now: if they have gone from the store, they have to go here.
    private var knownPaths: Set<String> {
        var paths = Set(layer.host.keys).union(refusals.keys)
        for (domain, values) in layer.domains {
            for key in values.keys { paths.insert("\(Self.domains)/\(domain)/\(key)") }
        }
        return paths
    }

    private func allPaths(in store: some Store) throws(StoreError) -> Set<String> {
        var paths: Set<String> = []
        for key in try store.directoryIfPresent(Self.root) {
            guard key == Self.domains else {
                paths.insert(key)
                continue
            }
            let home = Self.root.appending(key)
            for domain in try store.directoryIfPresent(home) {
                for key in try store.directoryIfPresent(home.appending(domain)) {
                    paths.insert("\(Self.domains)/\(domain)/\(key)")
                }
            }
        }
        return paths
    }

    private mutating func read(_ path: String, from store: some Store) throws(StoreError) {
        guard let (domain, key) = Self.place(of: path) else {
            // A node above the keys came or went: what was below it is found out by reading all.
            if try store.readIfPresent(Self.root.appending(path)) == nil {
                for known in knownPaths where known.hasPrefix(path + "/") { try read(known, from: store) }
            }
            return
        }
        let text = try store.readIfPresent(Self.root.appending(path)).map { String(decoding: $0, as: UTF8.self) }
        take(text, for: key, of: domain, at: path)
    }

    /// What a path below the root is a value of; nil for a node above the keys.
    private static func place(of path: String) -> (domain: String?, key: String)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1 where parts[0] != domains: return (nil, parts[0])
        case 3 where parts[0] == domains: return (parts[1], parts[2])
        default: return nil
        }
    }

    private mutating func take(_ text: String?, for key: String, of domain: String?, at path: String) {
        guard let text else {
            refusals[path] = nil
            layer[key, domain] = nil
            return
        }
        let label = domain.map { "\($0)/\(key)" } ?? key
        guard let definition = SettingDefinition.named(key), domain == nil || definition.isPerDomain else {
            refusals[path] = SettingRefusal(key: label, value: text, allowed: nil)
            return
        }
        do {
            layer[key, domain] = try definition.parse(text, for: domain)
            refusals[path] = nil
        } catch {
            refusals[path] = error
        }
    }
}
