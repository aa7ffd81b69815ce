extension Daemon {
    /// What does not fit together in the daemon's own data, a sentence each; nothing ever should.
    func inconsistencies() -> [String] {
        var found: [String] = []
        var reached = 0
        var owned: [UInt32: Int] = [:]
        var waiting: [TreePath] = [.root]
        while let path = waiting.popLast() {
            guard let node = nodes[path] else {
                found.append("\(Self.text(path)) is listed above and does not exist")
                continue
            }
            reached += 1
            owned[node.owner, default: 0] += 1
            let names = node.children.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            if Set(names).count != names.count { found.append("\(Self.text(path)) lists a child twice") }
            if domains[node.owner] == nil { found.append("\(Self.text(path)) is owned by a domain that is gone") }
            if node.generation > generation { found.append("\(Self.text(path)) has changed in the future") }
            waiting += names.map { path.appending($0) }
        }
        if reached != nodes.count { found.append("\(nodes.count - reached) nodes are listed nowhere") }
        for domain in domains.values where owned[domain.number, default: 0] != domain.nodes {
            let count = owned[domain.number, default: 0]
            found.append("domain \(domain.number) owns \(count) nodes and is counted with \(domain.nodes)")
        }
        return found + inconsistentClients()
    }

    private func inconsistentClients() -> [String] {
        var found: [String] = []
        for domain in domains.values {
            let own = clients.values.filter { $0.domain === domain }
            if own.map(\.watches.count).reduce(0, +) != domain.watches {
                found.append("the watches of domain \(domain.number) are miscounted")
            }
            if own.map(\.transactions.count).reduce(0, +) != domain.transactions {
                found.append("the transactions of domain \(domain.number) are miscounted")
            }
        }
        if watches.count != clients.values.map(\.watches.count).reduce(0, +) {
            found.append("a watch is left of a connection that is gone")
        }
        for client in clients.values where client.current != nil {
            found.append("connection \(client.number) is in a transaction between requests")
        }
        return found
    }

    private static func text(_ path: TreePath) -> String {
        String(decoding: path.bytes, as: UTF8.self)
    }
}
