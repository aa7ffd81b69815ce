import Xen

extension Daemon {
    /// The path that a client means: what does not start with `/` or `@` is below the home of its domain.
    func canonical(_ text: ArraySlice<UInt8>, for client: Client) -> TreePath {
        if text.first == TreePath.slash || text.first == TreePath.at { return TreePath(text) }
        return TreePath(TreePath.home(of: client.domain.number).bytes + [TreePath.slash] + text)
    }

    /// The node at a path as a client's transaction sees it, or as it is; nil client for the daemon itself.
    ///
    /// - Throws: ENOENT if there is none, ENOSPC if the transaction may touch no more nodes.
    func node(_ path: TreePath, for client: Client?) throws(WireErrno) -> Node {
        guard let client, let transaction = client.current else {
            guard let node = nodes[path] else { throw .ENOENT }
            return ignoringStrangers(node)
        }
        if let touched = transaction.touched[path] {
            guard let view = touched.view else { throw .ENOENT }
            return ignoringStrangers(view)
        }
        let limit = limit(\.transactionNodes, "transaction-nodes", of: client)
        guard client.isPrivileged || transaction.order.count < limit else {
            transaction.hasFailed = true
            throw .ENOSPC
        }
        let found = nodes[path].map(ignoringStrangers)
        transaction.touch(path, finding: found)
        guard let found else { throw .ENOENT }
        return found
    }

    /// The node at a path if the client may do `access` with it.
    ///
    /// - Throws: EINVAL for what is no path, EACCES for what the client may not know, ENOENT if it may know that there
    ///   is no node.
    func node(_ path: TreePath, for client: Client, to access: Access) throws(WireErrno) -> Node {
        guard path.isValid(limit: quotas.pathLength) else { throw .EINVAL }
        let errno: WireErrno
        do throws(WireErrno) {
            let node = try node(path, for: client)
            if client.access(to: node.grants).isSuperset(of: access) { return node }
            errno = .EACCES
        } catch {
            guard error == .ENOENT else { throw error }
            errno = error
        }
        // Whoever may not look into the nearest node above is not told whether there is something below.
        let above = try nearestAncestor(of: path, for: client)
        throw client.access(to: above.grants).isDisjoint(with: access) ? .EACCES : errno
    }

    private func nearestAncestor(of path: TreePath, for client: Client) throws(WireErrno) -> Node {
        var path = path
        while true {
            path = path.parent
            do throws(WireErrno) {
                return try node(path, for: client)
            } catch {
                guard error == .ENOENT, path != .root else { throw error }
            }
        }
    }

    /// Writes a node, in the client's transaction if it is in one. The node must have been read by ``node(_:for:)``.
    ///
    /// - Parameter limited: whether the quota on the size of a node counts.
    /// - Throws: ENOSPC if the node is too large for the client; its transaction has failed then.
    func store(_ node: Node, at path: TreePath, for client: Client?, limited: Bool = true) throws(WireErrno) {
        var node = node
        node.generation = nextGeneration()
        if limited, let client, !client.isPrivileged, node.size >= limit(\.nodeSize, "node-size", of: client) {
            if let transaction = client.current {
                transaction.change(path, to: transaction.touched[path]?.view)
                transaction.hasFailed = true
            }
            throw .ENOSPC
        }
        if let transaction = client?.current {
            transaction.change(path, to: node)
        } else {
            nodes[path] = node
        }
    }

    /// Takes a node away. The names of its children and its own name with its parent are the caller's.
    func erase(_ path: TreePath, for client: Client?) {
        generation += 1
        if let transaction = client?.current {
            transaction.change(path, to: nil)
        } else {
            nodes[path] = nil
        }
    }

    /// Creates a node and all that is missing above it. Every new node has the access list of the one above; an
    /// unprivileged domain owns what it creates.
    func create(_ path: TreePath, value: [UInt8], for client: Client) throws(WireErrno) {
        var missing: [TreePath] = []
        var ancestor = path
        var existing: Node?
        while existing == nil {
            missing.append(ancestor)
            ancestor = ancestor.parent
            do throws(WireErrno) {
                existing = try node(ancestor, for: client)
            } catch {
                guard error == .ENOENT, ancestor != .root else { throw error }
            }
        }
        guard var existing, let top = missing.last else { return }
        existing.addChild(top.name)
        client.current?.hasCreated = true

        var grants = existing.grants
        if !client.isPrivileged { grants[0].domain = client.domain.number }
        var created: [TreePath] = []
        do throws(WireErrno) {
            // From the bottom up, so that nobody ever finds a name without its node.
            for (index, path) in missing.enumerated() {
                guard client.isPrivileged || client.domain.nodes < limit(\.nodes, "nodes", of: client) else {
                    throw .ENOSPC
                }
                var node = Node(grants: grants)
                if index == 0 { node.value = value } else { node.addChild(missing[index - 1].name) }
                try store(node, at: path, for: client)
                count(1, of: node, for: client)
                created.append(path)
            }
            try store(existing, at: ancestor, for: client)
        } catch {
            for path in created {
                erase(path, for: client)
                count(-1, of: Node(grants: grants), for: client)
                client.current?.hasFailed = true
            }
            throw error
        }
    }

    /// Removes a node with all below it, and tells the watches: first those on the nodes below, each of its own one.
    func removeTree(_ path: TreePath, for client: Client?) throws(WireErrno) {
        var parent: Node
        do throws(WireErrno) {
            parent = try node(path.parent, for: client)
        } catch {
            throw error == .ENOSPC ? error : .EINVAL
        }
        let top = try node(path, for: client)
        try removeBelow(path, top, root: path, parent: parent, for: client)
        // In a transaction the list above may be older than the node: it was made meanwhile by somebody else.
        guard parent.removeChild(path.name) else { throw .EIO }
        try store(parent, at: path.parent, for: client, limited: false)
    }

    /// Removes a node that has been read.
    ///
    /// - Throws: EIO if a child that the transaction's view lists is gone, or if the transaction may touch no more nodes.
    ///   What was removed before stays removed: such a transaction will not be committed.
    private func removeBelow(
        _ path: TreePath,
        _ node: Node,
        root: TreePath,
        parent: Node,
        for client: Client?
    ) throws(WireErrno) {
        var rest = node
        // The nesting is bounded by the length of a path, 3,072 bytes at most.
        for name in node.children.split(separator: 0) {
            let child = path.appending(name)
            do throws(WireErrno) {
                try removeBelow(child, try self.node(child, for: client), root: root, parent: node, for: client)
            } catch {
                if rest.children.count < node.children.count {
                    try store(rest, at: path, for: client, limited: false)
                }
                throw .EIO
            }
            if client?.current != nil { _ = rest.removeChild(name) }
        }
        erase(path, for: client)
        fire(path, path == root ? .above : .exact, node: node, parent: parent, for: client)
        count(-1, of: node, for: client)
    }

    /// Counts a node for its owner, or for the commit where the client is in a transaction.
    func count(_ change: Int, of node: Node, for client: Client?) {
        if let transaction = client?.current {
            transaction.nodes[node.owner, default: 0] += change
        } else {
            domains[node.owner]?.nodes += change
        }
    }

    /// The value of a quota that holds for a client.
    func limit(_ path: KeyPath<Quotas, Int>, _ name: String, of client: Client) -> Int {
        client.domain.quotas.isEmpty ? quotas[keyPath: path] : client.domain.quotas[name] ?? quotas[keyPath: path]
    }

    /// The node with those entries of its access list ignored that were meant for a domain which is gone: the number may
    /// have been handed out again.
    private func ignoringStrangers(_ node: Node) -> Node {
        guard node.grants.count > 1 else { return node }
        var node = node
        for index in 1..<node.grants.count where !node.grants[index].isIgnored {
            let domain = domains[node.grants[index].domain]
            if domain == nil || (domain?.generation ?? 0) > node.generation { node.grants[index].isIgnored = true }
        }
        return node
    }
}
