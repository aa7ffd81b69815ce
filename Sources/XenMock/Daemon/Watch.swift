/// A watch of one connection.
final class Watch {
    unowned let client: Client
    let path: TreePath
    let token: [UInt8]
    /// How many leading bytes of an event's path the client does not see, because it set the watch on a relative path.
    let hiddenPrefix: Int
    /// How many levels below its path it sees, nil for all.
    let depth: Int?
    /// When it was set: events of one change go to a connection's watches in this order.
    let number: Int

    init(_ client: Client, _ path: TreePath, token: [UInt8], hiddenPrefix: Int, depth: Int?, number: Int) {
        self.client = client
        self.path = path
        self.token = token
        self.hiddenPrefix = hiddenPrefix
        self.depth = depth
        self.number = number
    }

    /// The path of an event as the client sees it.
    func visiblePath(_ path: TreePath) -> ArraySlice<UInt8> {
        var visible = path.bytes.dropFirst(hiddenPrefix)
        if hiddenPrefix > 0, visible.first == TreePath.slash { visible = visible.dropFirst() }
        return visible
    }
}

/// Which watches a change of a node is told.
enum WatchScope: Sendable {
    /// Those on the node itself only: it goes with a node above, whose watches are told of that one.
    case exact
    /// Those on the node and on any node above.
    case above
}

/// All watches by the path that they are set on, so that a change looks up its own path and those above it and meets no
/// watch that it does not concern.
struct WatchTable {
    private var watches: [TreePath: [Watch]] = [:]
    private var lastNumber = 0

    mutating func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func add(_ watch: Watch) {
        watches[watch.path, default: []].append(watch)
    }

    mutating func remove(_ watch: Watch) {
        watches[watch.path]?.removeAll { $0 === watch }
        if watches[watch.path]?.isEmpty == true { watches[watch.path] = nil }
    }

    /// The watches to be told of a change at `path`, in the order in which they were set.
    func concerned(by path: TreePath, _ scope: WatchScope) -> [Watch] {
        guard !watches.isEmpty else { return [] }
        var found = watches[path] ?? []
        if scope == .above, !path.isSpecial {
            var ancestor = path
            while ancestor != .root {
                ancestor = ancestor.parent
                if let above = watches[ancestor] { found += above }
            }
        }
        guard found.count > 1 || found.first?.depth != nil else { return found }
        return
            found
            .filter { watch in watch.depth.map { path.isSpecial || path.depth(below: watch.path) <= $0 } ?? true }
            .sorted { $0.number < $1.number }
    }
}
