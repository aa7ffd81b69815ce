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
        for (request, answer) in zip(requests, try perform(requests, in: transaction)) {
            guard case .failure(let error) = answer else { continue }
            if case .remove = request, error.code == .noEntry { continue }
            throw error
        }
    }

    /// Reads nodes. Those that do not exist are not in what it returns.
    ///
    /// - Throws: the first failure of another kind.
    public func values(
        of paths: [StorePath],
        in transaction: StoreTransaction = .none
    ) throws(StoreError) -> [StorePath: [UInt8]] {
        var values: [StorePath: [UInt8]] = [:]
        for (path, answer) in zip(paths, try perform(paths.map(NodeRequest.read), in: transaction)) {
            switch answer {
            case .success(let value): values[path] = value
            case .failure(let error): guard error.code == .noEntry else { throw error }
            }
        }
        return values
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
