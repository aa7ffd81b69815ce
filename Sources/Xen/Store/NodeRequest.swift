/// One of the requests that ``Store/perform(_:in:)`` makes together.
public enum NodeRequest: Sendable, Hashable {
    /// The bytes of a node. Corresponds to `xs_read`.
    case read(StorePath)
    /// Sets the bytes of a node. Corresponds to `xs_write`.
    case write(StorePath, [UInt8])
    /// Removes a node and everything below it. Corresponds to `xs_rm`.
    case remove(StorePath)

    /// Sets a node to a text.
    public static func write(_ path: StorePath, _ text: String) -> NodeRequest {
        .write(path, Array(text.utf8))
    }
}

extension Store {
    /// Makes the requests one by one.
    public func perform(
        _ requests: [NodeRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], StoreError>] {
        var answers: [Result<[UInt8], StoreError>] = []
        answers.reserveCapacity(requests.count)
        for request in requests {
            do {
                answers.append(.success(try perform(request, in: transaction)))
            } catch {
                guard error.code != .disconnected else { throw error }
                answers.append(.failure(error))
            }
        }
        return answers
    }

    /// Makes requests that change nodes. Removing what is not there is no failure.
    ///
    /// - Throws: the first failure; the requests behind it have been made nevertheless.
    public func change(_ requests: [NodeRequest], in transaction: StoreTransaction) throws(StoreError) {
        if let failure = try readAndChange([], requests, in: transaction).failure { throw failure }
    }

    /// Reads nodes. Those that do not exist are not in what it returns.
    ///
    /// - Throws: the first failure of another kind.
    public func values(
        of paths: [StorePath],
        in transaction: StoreTransaction = .none
    ) throws(StoreError) -> [StorePath: [UInt8]] {
        try readAndChange(paths, [], in: transaction).values
    }

    /// Reads nodes and then makes changes, all in one go: for a transaction that is to be ended without effect if it turns
    /// out that the changes are not to be made.
    ///
    /// - Returns: the values of those nodes that exist, and the first failure of a change. Removing what is not there is
    ///   none. The changes behind one that failed have been made nevertheless.
    /// - Throws: the first failure to read a node, if it is another than that it does not exist.
    public func readAndChange(
        _ paths: [StorePath],
        _ changes: [NodeRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> (values: [StorePath: [UInt8]], failure: StoreError?) {
        let answers = try perform(paths.map(NodeRequest.read) + changes, in: transaction)
        var values: [StorePath: [UInt8]] = [:]
        for (path, answer) in zip(paths, answers) {
            switch answer {
            case .success(let value): values[path] = value
            case .failure(let error): guard error.code == .noEntry else { throw error }
            }
        }
        for (change, answer) in zip(changes, answers.dropFirst(paths.count)) {
            guard case .failure(let error) = answer else { continue }
            if case .remove = change, error.code == .noEntry { continue }
            return (values, error)
        }
        return (values, nil)
    }

    private func perform(_ request: NodeRequest, in transaction: StoreTransaction) throws(StoreError) -> [UInt8] {
        switch request {
        case .read(let path): return try read(path, in: transaction)
        case .write(let path, let value): try write(path, value, in: transaction)
        case .remove(let path): try remove(path, in: transaction)
        }
        return []
    }
}
