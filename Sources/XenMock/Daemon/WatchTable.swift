/// All watches by the path that they are set on, so that a change looks up its own path and those above it and meets no
/// watch that it does not concern.
struct WatchTable {
    private var watches: [TreePath: [Watch]] = [:]
    private var lastNumber = 0

    /// How many there are.
    var count: Int {
        watches.values.reduce(0) { $0 + $1.count }
    }

    /// The number of the next watch.
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
