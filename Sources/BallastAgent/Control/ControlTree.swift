import Ballooning
import Xen

/// What the administrator asks for besides settings: domains pinned where they are, domains let go, a squeeze now.
struct ControlTree {
    /// The domains that are pinned, by uuid or name.
    private(set) var pins: [String: Pin] = [:]
    /// Requests that cannot be used, a sentence each, by their path below the root of the errors.
    private(set) var refusals: [String: String] = [:]
    /// The domains that are to be let go, by uuid or name.
    private(set) var releases: Set<String> = []
    /// For how long every pool is to be squeezed; nil if nobody asks.
    private(set) var squeeze: Milliseconds?

    private var unreadHolds = UnreadNodes(root: AgentTree.holds)
    private var unreadReleases = UnreadNodes(root: AgentTree.releases)
    private var isSqueezeUnread = true

    /// The tokens of the watches.
    enum Token: String, CaseIterable {
        case hold, release, squeeze

        /// What is watched.
        var root: StorePath {
            switch self {
            case .hold: AgentTree.holds
            case .release: AgentTree.releases
            case .squeeze: AgentTree.squeeze
            }
        }
    }

    /// So many pins are looked at: more than a host has domains, and few enough to cost nothing.
    private static let most = 1024
    /// The longest squeeze, an hour.
    private static let longestSqueeze = 3_600_000

    /// Sets the watches.
    static func watch(on store: some Store) throws(StoreError) {
        for token in Token.allCases { try store.watch(token.root, token: token.rawValue) }
    }

    /// Marks what an event says has changed, if it is one of these watches'.
    mutating func note(_ event: WatchEvent) {
        func name(_ nodes: UnreadNodes) -> Substring {
            nodes.path(of: event).prefix { $0 != "/" }
        }
        switch Token(rawValue: event.token) {
        case .hold: unreadHolds.insert(name(unreadHolds))
        case .release: unreadReleases.insert(name(unreadReleases))
        case .squeeze: isSqueezeUnread = true
        case nil: break
        }
    }

    /// Marks everything, as after a lost connection.
    mutating func forget() {
        unreadHolds.insertAll()
        unreadReleases.insertAll()
        isSqueezeUnread = true
    }

    /// Reads what has changed. Returns whether there is anything to be done about it.
    mutating func readChanges(from store: some Store) throws(StoreError) -> Bool {
        var hasNews = false
        if !unreadHolds.isEmpty {
            let before = pins
            let known = pins.keys + refusedNames(of: .hold)
            for name in try names(unreadHolds, known: known, in: store) { try readHold(name, from: store) }
            unreadHolds.clear()
            hasNews = pins != before
        }
        if !unreadReleases.isEmpty {
            let known = refusedNames(of: .release)
            for name in try names(unreadReleases, known: known, in: store) { try readRelease(name, from: store) }
            unreadReleases.clear()
        }
        if isSqueezeUnread {
            isSqueezeUnread = false
            try readSqueeze(from: store)
        }
        return hasNews || !releases.isEmpty || squeeze != nil
    }

    /// Notes that the squeeze was ordered.
    mutating func finishSqueeze() {
        squeeze = nil
    }

    /// Notes what became of a release.
    ///
    /// - Parameter isKnown: whether there is a domain of that uuid or name.
    mutating func finishRelease(of name: String, isKnown: Bool) {
        releases.remove(name)
        let path = Self.path(name, of: .release)
        refusals[path] = isKnown ? nil : "\(path): there is no such domain"
    }

    private func names(
        _ unread: UnreadNodes,
        known: [String],
        in store: some Store
    ) throws(StoreError) -> [String] {
        guard unread.isAll else { return unread.paths.sorted() }
        let present = try store.directoryIfPresent(unread.root).sorted().prefix(Self.most)
        return Set(known).union(present).sorted()
    }

    private mutating func readHold(_ name: String, from store: some Store) throws(StoreError) {
        let path = Self.path(name, of: .hold)
        let text = try Self.text(AgentTree.holds.appending(name), in: store)
        refusals[path] = nil
        guard let text else {
            pins[name] = nil
            return
        }
        if text.isEmpty {
            pins[name] = Pin(until: nil)
        } else if let end = WallTime.seconds(parsing: text) {
            pins[name] = Pin(until: end)
        } else {
            refuse(path, text, "nothing, or \(WallTime.allowed)")
        }
    }

    private mutating func readRelease(_ name: String, from store: some Store) throws(StoreError) {
        guard try Self.text(AgentTree.releases.appending(name), in: store) != nil else {
            refusals[Self.path(name, of: .release)] = nil
            return
        }
        releases.insert(name)
    }

    private mutating func readSqueeze(from store: some Store) throws(StoreError) {
        refusals[Token.squeeze.rawValue] = nil
        guard let text = try Self.text(AgentTree.squeeze, in: store) else { return }
        let kind = SettingKind.number(0...Self.longestSqueeze, unit: "ms")
        if case .number(let milliseconds) = kind.value(of: text) {
            squeeze = Milliseconds(Int64(milliseconds))
        } else {
            refuse(Token.squeeze.rawValue, text, kind.allowed)
        }
    }

    private mutating func refuse(_ path: String, _ value: String, _ allowed: String) {
        refusals[path] = "\(SettingRefusal(key: path, value: value, allowed: allowed))"
    }

    private static func text(_ path: StorePath, in store: some Store) throws(StoreError) -> String? {
        try store.readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func path(_ name: String, of token: Token) -> String {
        "\(token.rawValue)/\(name)"
    }

    private func refusedNames(of token: Token) -> [String] {
        let prefix = Self.path("", of: token)
        return refusals.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}
