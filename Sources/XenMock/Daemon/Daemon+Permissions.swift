import Xen

// GET_PERMS and SET_PERMS.
extension Daemon {
    func getPermissions(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let node = try node(try path(arguments.only, client), for: client, to: .read)
        return .payload(node.grants.flatMap { $0.text + [0] })
    }

    func setPermissions(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count >= 2 else { throw .EINVAL }
        guard client.isPrivileged || texts.count - 1 <= limit(\.permissions, "permissions", of: client) else {
            throw .ENOSPC
        }
        var grants: [Grant] = []
        for text in texts.dropFirst() {
            guard let grant = Grant(parsing: text) else { throw .EINVAL }
            grants.append(grant)
        }
        for index in grants.indices where domains[grants[index].domain] == nil { grants[index].isIgnored = true }
        guard !grants[0].isIgnored else { throw .ENOENT }

        if texts[0].first == TreePath.at { return try setSpecial(TreePath(texts[0]), grants, client) }
        let path = canonical(texts[0], for: client)
        var node = try node(path, for: client, to: [.write, .owner])
        guard client.isPrivileged || grants[0].domain == node.owner else { throw .EPERM }
        let old = node
        node.grants = grants
        try store(node, at: path, for: client)
        count(-1, of: old, for: client)
        count(1, of: node, for: client)
        fire(path, .above, formerly: old.grants, for: client)
        return .done
    }

    private func setSpecial(_ path: TreePath, _ grants: [Grant], _ client: Client) throws(WireErrno) -> Reply {
        guard let old = specialGrants[path] else { throw .EINVAL }
        guard client.access(to: old).isSuperset(of: [.write, .owner]) else { throw .EACCES }
        specialGrants[path] = grants
        return .done
    }
}
