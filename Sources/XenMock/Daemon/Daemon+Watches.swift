import Xen

// WATCH, UNWATCH and RESET_WATCHES, and who is told of what.
extension Daemon {
    func watch(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count == 2 || (texts.count == 3 && version >= .v4_22) else { throw .EINVAL }
        let (path, hiddenPrefix) = try watchPath(texts[0], client)
        var depth: Int?
        if texts.count == 3 {
            guard let number = CNumber.strictInteger(texts[2]), number >= 0 else { throw .EINVAL }
            depth = number
        }
        let token = Array(texts[1])
        guard !client.watches.contains(where: { $0.path == path && $0.token == token }) else { throw .EEXIST }
        guard client.isPrivileged || client.domain.watches <= limit(\.watches, "watches", of: client) else {
            throw .E2BIG
        }
        let watch = Watch(
            client,
            path,
            token: token,
            hiddenPrefix: hiddenPrefix,
            depth: depth,
            number: watches.number()
        )
        client.watches.append(watch)
        client.domain.watches += 1
        watches.add(watch)
        // Once at the start, so that a client sets its watch and then reads, in one place for the first time and later.
        if let event = event(watch, path) { client.held.append(event) }
        return .done
    }

    func unwatch(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count == 2 else { throw .EINVAL }
        let path = canonical(texts[0], for: client)
        let token = Array(texts[1])
        guard let index = client.watches.firstIndex(where: { $0.path == path && $0.token == token }) else {
            throw .ENOENT
        }
        watches.remove(client.watches.remove(at: index))
        client.domain.watches -= 1
        return .done
    }

    func resetWatches(_ client: Client) -> Reply {
        forget(client)
        return .done
    }

    /// Tells the watches of a change that has been made at `path`; inside a transaction the commit will.
    ///
    /// - Parameters:
    ///   - node: the node before it went, nil to look at it as it is now.
    ///   - parent: the node above before anything went, nil to look at it as it is now.
    ///   - grants: the access list before the change: who could read the node is told, even who no longer can.
    func fire(
        _ path: TreePath,
        _ scope: WatchScope,
        node: Node? = nil,
        parent: Node? = nil,
        formerly grants: [Grant]? = nil,
        for client: Client?
    ) {
        if let transaction = client?.current {
            transaction.fire(path, scope)
            return
        }
        for watch in watches.concerned(by: path, scope) where mayKnow(watch.client, path, node, parent, grants) {
            if let event = event(watch, path) { send(event, to: watch.client) }
        }
    }

    /// Tells the watches on one of the names of domain life.
    func fireSpecial(_ path: TreePath) {
        guard let grants = specialGrants[path] else { return }
        for watch in watches.concerned(by: path, .exact) where watch.client.access(to: grants).contains(.read) {
            if let event = event(watch, path) { send(event, to: watch.client) }
        }
    }

    /// Tells a watch of its own node though nothing has happened.
    func fireAgain(_ watch: Watch) {
        if let event = event(watch, watch.path) { send(event, to: watch.client) }
    }

    /// The message of an event, nil if it is too long to be sent.
    private func event(_ watch: Watch, _ path: TreePath) -> WireMessage? {
        let visible = watch.visiblePath(path)
        guard visible.count + watch.token.count + 2 <= WireHeader.payloadMaximum else { return nil }
        var payload = Array(visible)
        payload.append(0)
        payload += watch.token
        payload.append(0)
        return WireMessage(.watchEvent, payload: payload)
    }

    private func mayKnow(
        _ client: Client,
        _ path: TreePath,
        _ node: Node?,
        _ parent: Node?,
        _ formerly: [Grant]?
    ) -> Bool {
        if let formerly, client.access(to: formerly).contains(.read) { return true }
        guard let node = node ?? nodes[path] else { return false }
        if client.access(to: node.grants).contains(.read) { return true }
        guard let parent = parent ?? nodes[path.parent] else { return false }
        return client.access(to: parent.grants).contains(.read)
    }

    private func watchPath(_ text: ArraySlice<UInt8>, _ client: Client) throws(WireErrno) -> (TreePath, Int) {
        let path = canonical(text, for: client)
        if path.isSpecial {
            guard text.count <= StorePath.relativeMaximum else { throw .EINVAL }
            return (path, 0)
        }
        guard path.isValid(limit: quotas.pathLength) else { throw .EINVAL }
        return (path, text.first == TreePath.slash ? 0 : TreePath.home(of: client.domain.number).bytes.count)
    }
}
