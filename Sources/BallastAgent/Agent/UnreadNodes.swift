import Xen

/// Which nodes below a watched one may have changed since they were read: a bounded note of it, so that a flood of
/// writes costs neither memory nor readings.
struct UnreadNodes {
    /// The watched node.
    let root: StorePath
    /// Paths below the root that may have changed.
    private(set) var paths: Set<String> = []
    /// Whether any of them may have. So it is at the start: what stands there then has never been read.
    private(set) var isAll = true

    /// Once so many paths are unread, everything is read instead.
    private static let most = 256

    /// Nothing of what is below `root` is known.
    init(root: StorePath) {
        self.root = root
    }

    /// Whether there is anything to read.
    var isEmpty: Bool {
        !isAll && paths.isEmpty
    }

    /// Where below the root an event happened; empty for the root itself.
    func path(of event: WatchEvent) -> Substring {
        root.rest(of: event.path)
    }

    /// Notes that a path below the root may have changed; the empty one stands for all.
    mutating func insert(_ path: Substring) {
        guard !isAll else { return }
        guard !path.isEmpty, paths.count < Self.most else { return insertAll() }
        paths.insert(String(path))
    }

    /// Notes that everything may have changed.
    mutating func insertAll() {
        isAll = true
        paths.removeAll()
    }

    /// Notes that everything was read.
    mutating func clear() {
        isAll = false
        paths.removeAll()
    }
}
