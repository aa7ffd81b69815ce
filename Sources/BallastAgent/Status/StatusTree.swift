import Xen

/// What Ballast publishes below one node of xenstore: written when it changes and not otherwise.
struct StatusTree {
    private let root: StorePath
    private var published: [String: String] = [:]

    /// Makes a tree below `root`; whatever an earlier run left there goes with the first ``publish(_:to:)``.
    init(root: StorePath) {
        self.root = root
    }

    private var isClean = false

    /// Brings the store to `values`, a text for each path below the root, with one transaction for all that differs and
    /// no request at all when nothing does.
    mutating func publish(_ values: [String: String], to store: some Store) throws(StoreError) {
        let changed = values.filter { published[$0.key] != $0.value }
        let gone = published.keys.filter { values[$0] == nil }
        guard !changed.isEmpty || !gone.isEmpty || !isClean else { return }
        let root = root
        let isClean = isClean
        try store.transaction { (transaction) throws(StoreError) in
            if !isClean {
                try store.removeIfPresent(root, in: transaction)
                try store.write(root, [], in: transaction)
                // Dom0's own business: sizes and names of guests are not for other guests.
                try store.setPermissions(root, [StorePermission(.none, .zero)], in: transaction)
            }
            for path in gone.sorted() { try store.removeIfPresent(root.appending(path), in: transaction) }
            for (path, value) in changed.sorted(by: { $0.key < $1.key }) {
                try store.write(root.appending(path), value, in: transaction)
            }
            return .commit(())
        }
        published = values
        self.isClean = true
    }

    /// Removes the tree from the store.
    mutating func withdraw(from store: some Store) throws(StoreError) {
        try store.removeIfPresent(root)
        published = [:]
        isClean = false
    }

    /// Forgets what was published, as after a lost connection: the next ``publish(_:to:)`` writes all of it.
    mutating func forget() {
        published = [:]
        isClean = false
    }
}
