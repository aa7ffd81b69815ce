/// A ``Store`` over anything that carries a request of the protocol and its answer: the requests, and what is to be made
/// of the answers, are the same for all.
public protocol WireStore: Store {
    /// Carries a request out and tells an error by name, which says more than a code.
    ///
    /// - Throws: when there is no answer.
    func exchange(
        _ request: WireRequest,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Result<[UInt8], WireErrno>

    /// Carries requests out in their order, without waiting for an answer before the next is sent where that is
    /// possible.
    ///
    /// - Throws: when an answer is missing.
    func exchange(
        _ requests: [WireRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], WireErrno>]
}

extension WireStore {
    /// Carries requests out one by one.
    public func exchange(
        _ requests: [WireRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], WireErrno>] {
        var answers: [Result<[UInt8], WireErrno>] = []
        for request in requests { answers.append(try exchange(request, in: transaction)) }
        return answers
    }

    /// Makes any request of the protocol and hands the answer's payload out.
    public func request(
        _ request: WireRequest,
        in transaction: StoreTransaction = .none
    ) throws(StoreError) -> [UInt8] {
        switch try exchange(request, in: transaction) {
        case .success(let payload): return payload
        case .failure(let errno): throw StoreError(errno.code, request.kind, path: request.path)
        }
    }

    /// The bytes of a node.
    public func read(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [UInt8] {
        try request(.read(path), in: transaction)
    }

    /// The names of a node's children; a list longer than a message is fetched in parts.
    public func directory(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [String] {
        let list: [UInt8]
        switch try exchange(WireRequest.directory(path), in: transaction) {
        case .success(let payload): list = payload
        case .failure(.E2BIG): list = try directoryInParts(path, in: transaction)
        case .failure(let errno): throw StoreError(errno.code, .directory, path: path)
        }
        return list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Sets the bytes of a node.
    public func write(_ path: StorePath, _ value: [UInt8], in transaction: StoreTransaction) throws(StoreError) {
        _ = try request(.write(path, value), in: transaction)
    }

    /// Removes a node and everything below it; that it is not there is no error.
    public func remove(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) {
        _ = try request(.remove(path), in: transaction)
    }

    /// Makes requests that travel together.
    public func perform(
        _ requests: [NodeRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], StoreError>] {
        let requests = requests.map(WireRequest.init)
        let answers = try exchange(requests, in: transaction)
        return zip(requests, answers).map { request, answer in
            answer.mapError { StoreError($0.code, request.kind, path: request.path) }
        }
    }

    /// The access list of a node, owner first.
    public func permissions(
        _ path: StorePath,
        in transaction: StoreTransaction
    ) throws(StoreError) -> [StorePermission] {
        let texts = try request(.getPermissions(path), in: transaction).split(separator: 0)
        let permissions = texts.compactMap { StorePermission(parsing: String(decoding: $0, as: UTF8.self)) }
        guard permissions.count == texts.count else { throw StoreError(.malformed, .permissions, path: path) }
        return permissions
    }

    /// Replaces the access list of a node.
    public func setPermissions(
        _ path: StorePath,
        _ permissions: [StorePermission],
        in transaction: StoreTransaction
    ) throws(StoreError) {
        _ = try request(.setPermissions(path, permissions), in: transaction)
    }

    /// Opens a transaction.
    public func begin() throws(StoreError) -> StoreTransaction {
        let digits = try request(.transactionStart).prefix { $0 != 0 }
        guard let number = UInt32(String(decoding: digits, as: UTF8.self)), number != 0 else {
            throw StoreError(.malformed, .begin)
        }
        return StoreTransaction(rawValue: number)
    }

    /// Ends a transaction.
    public func end(_ transaction: StoreTransaction, commit: Bool) throws(StoreError) {
        _ = try request(.transactionEnd(commit: commit), in: transaction)
    }

    /// Sets a watch.
    public func watch(_ path: StorePath, token: String) throws(StoreError) {
        _ = try request(.watch(path, token: token))
    }

    /// Takes a watch back.
    public func unwatch(_ path: StorePath, token: String) throws(StoreError) {
        _ = try request(.unwatch(path, token: token))
    }

    private func directoryInParts(
        _ path: StorePath,
        in transaction: StoreTransaction
    ) throws(StoreError) -> [UInt8] {
        var list: [UInt8] = []
        var generation: [UInt8] = []
        var restarts = 0
        while true {
            let part = try request(.directoryPart(path, offset: list.count), in: transaction)
            guard let mark = part.firstIndex(of: 0) else { throw StoreError(.malformed, .directory, path: path) }
            guard list.isEmpty || generation.elementsEqual(part[..<mark]) else {
                // The node has changed between two parts, so they do not fit together. A node that changes for ever is
                // left to the caller.
                restarts += 1
                guard restarts <= directoryRestarts else { throw StoreError(.conflict, .directory, path: path) }
                list.removeAll()
                continue
            }
            generation = Array(part[..<mark])
            list += part[(mark + 1)...]
            // An empty name marks the end; names are never empty.
            if list.count <= 1 || list.suffix(2) == [0, 0] { return list }
        }
    }
}

/// How often a list of children that changes while it is fetched is fetched anew.
private let directoryRestarts = 16

extension WireRequest {
    fileprivate init(_ request: NodeRequest) {
        switch request {
        case .read(let path): self = .read(path)
        case .write(let path, let value): self = .write(path, value)
        case .remove(let path): self = .remove(path)
        }
    }
}
