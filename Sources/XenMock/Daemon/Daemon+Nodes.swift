import Xen

// READ, WRITE, DIRECTORY, DIRECTORY_PART, MKDIR and RM.
extension Daemon {
    func read(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        .payload(try node(try path(arguments.only, client), for: client, to: .read).value)
    }

    func directory(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        .payload(try node(try path(arguments.only, client), for: client, to: .read).children)
    }

    func directoryPart(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts
        guard texts.count == 2 else { throw .EINVAL }
        let node = try node(canonical(texts[0], for: client), for: client, to: .read)
        var answer = Array(String(node.generation).utf8) + [0]
        // xenstored compares without signs, so a negative offset is behind the end.
        let offset = CNumber.integer(texts[1])
        let list = node.children
        guard offset >= 0, offset < list.count else { return .payload(answer + [0]) }
        let start = Int(offset)
        let room = WireHeader.payloadMaximum - answer.count - 1
        var end = start
        while end < list.count, let nul = list[end...].firstIndex(of: 0), nul - start < room { end = nul + 1 }
        answer += list[start..<end]
        // An empty name behind the last one says that it is the last.
        if end == list.count { answer.append(0) }
        return .payload(answer)
    }

    func write(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        guard let (text, value) = arguments.firstAndRest else { throw .EINVAL }
        let path = canonical(text, for: client)
        if var node = try existing(path, client) {
            node.value = Array(value)
            try store(node, at: path, for: client)
        } else {
            try create(path, value: Array(value), for: client)
        }
        fire(path, .above, for: client)
        return .done
    }

    func makeDirectory(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let path = try path(arguments.only, client)
        guard try existing(path, client) == nil else { return .done }
        try create(path, value: [], for: client)
        fire(path, .above, for: client)
        return .done
    }

    func remove(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let path = try path(arguments.only, client)
        guard try existing(path, client) != nil else {
            _ = try node(path.parent, for: client)
            return .done
        }
        guard path != .root else { throw .EINVAL }
        try removeTree(path, for: client)
        return .done
    }

    /// The path in a request's only argument. Without one xenstored 4.17 answers with whatever errno was left from
    /// before; later ones with EINVAL.
    func path(_ text: ArraySlice<UInt8>?, _ client: Client) throws(WireErrno) -> TreePath {
        guard let text else { throw .EINVAL }
        return canonical(text, for: client)
    }

    /// The node if it is there and may be written, nil if it may be created.
    private func existing(_ path: TreePath, _ client: Client) throws(WireErrno) -> Node? {
        do throws(WireErrno) {
            return try node(path, for: client, to: .write)
        } catch {
            guard error == .ENOENT else { throw error }
            return nil
        }
    }
}
