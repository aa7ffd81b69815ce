import Xen

/// What Ballast publishes below one node of xenstore: written when it changes and not otherwise.
struct StatusTree {
    private let root: StorePath
    private var published: [String: String] = [:]
    /// Whether the root is there and ours, without leftovers of an earlier run.
    private var isPrepared = false

    /// Makes a tree below `root`; whatever an earlier run left there goes with the first ``publish(_:removing:to:)``.
    init(root: StorePath) {
        self.root = root
    }

    /// Brings texts to the store, with one transaction for all that differs and no request at all if nothing does.
    ///
    /// - Parameters:
    ///   - values: a text for each path below the root; nil for a node that is not to be there.
    ///   - prefixes: paths that go with everything below them.
    mutating func publish(
        _ values: [(path: String, text: String?)],
        removing prefixes: [String] = [],
        to store: some Store
    ) throws(StoreError) {
        let changed = values.filter { published[$0.path] != $0.text }
        let gone = prefixes.isEmpty ? [] : below(Set(prefixes))
        guard !changed.isEmpty || !gone.isEmpty || !isPrepared else { return }
        let root = root
        let isPrepared = isPrepared
        let emptied = Set(gone.map(\.prefix)).sorted()
        try store.transaction { (transaction) throws(StoreError) in
            if !isPrepared {
                try store.removeIfPresent(root, in: transaction)
                try store.write(root, [], in: transaction)
                // Dom0's own business: sizes and names of guests are not for other guests.
                try store.setPermissions(root, [StorePermission(.none, .zero)], in: transaction)
            }
            let removals = emptied.map { NodeRequest.remove(root.appending($0)) }
            let changes = changed.map { change in
                let path = root.appending(change.path)
                return change.text.map { NodeRequest.write(path, $0) } ?? .remove(path)
            }
            try store.change(removals + changes, in: transaction)
            return .commit(())
        }
        for node in gone { published[node.path] = nil }
        for value in changed { published[value.path] = value.text }
        self.isPrepared = true
    }

    /// Notes what was written there in a transaction of somebody else's.
    mutating func note(_ text: String, at path: String) {
        guard isPrepared else { return }
        published[path] = text
    }

    /// What is published at some paths or below them, each with the path that it goes with.
    private func below(_ prefixes: Set<String>) -> [(path: String, prefix: String)] {
        published.keys.compactMap { path in
            Self.ancestry(of: path).first { prefixes.contains(String($0)) }.map { (path, String($0)) }
        }
    }

    /// The highest nodes with nothing left below them, once some paths have become others.
    static func emptied(from before: Set<String>, to after: Set<String>) -> [String] {
        var needed: Set<Substring> = []
        for path in after { needed.formUnion(ancestry(of: path)) }
        let highest = before.compactMap { path in ancestry(of: path).first { !needed.contains($0) } }
        return Set(highest.map(String.init)).sorted()
    }

    /// A path and the nodes above it, the highest first.
    private static func ancestry(of path: String) -> [Substring] {
        path.indices.filter { path[$0] == "/" }.map { path[..<$0] } + [path[...]]
    }

    /// Removes the tree from the store.
    mutating func withdraw(from store: some Store) throws(StoreError) {
        try store.removeIfPresent(root)
        published = [:]
        isPrepared = false
    }

    /// Forgets what was published, as after a lost connection: the next ``publish(_:removing:to:)`` writes all of it.
    mutating func forget() {
        published = [:]
        isPrepared = false
    }
}
