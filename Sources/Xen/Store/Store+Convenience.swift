extension Store {
    /// The bytes of a node outside any transaction.
    public func read(_ path: StorePath) throws(StoreError) -> [UInt8] {
        try read(path, in: .none)
    }

    /// The bytes of a node, nil if it does not exist.
    public func readIfPresent(
        _ path: StorePath,
        in transaction: StoreTransaction = .none
    ) throws(StoreError) -> [UInt8]? {
        do {
            return try read(path, in: transaction)
        } catch {
            guard error.code == .noEntry else { throw error }
            return nil
        }
    }

    /// The names of a node's children outside any transaction.
    public func directory(_ path: StorePath) throws(StoreError) -> [String] {
        try directory(path, in: .none)
    }

    /// The names of a node's children, none if it does not exist.
    public func directoryIfPresent(_ path: StorePath) throws(StoreError) -> [String] {
        do {
            return try directory(path, in: .none)
        } catch {
            guard error.code == .noEntry else { throw error }
            return []
        }
    }

    /// Sets a node to a text.
    public func write(
        _ path: StorePath,
        _ text: String,
        in transaction: StoreTransaction = .none
    ) throws(StoreError) {
        try write(path, Array(text.utf8), in: transaction)
    }

    /// Removes a node outside any transaction.
    public func remove(_ path: StorePath) throws(StoreError) {
        try remove(path, in: .none)
    }

    /// Removes a node, which need not be there.
    public func removeIfPresent(
        _ path: StorePath,
        in transaction: StoreTransaction = .none
    ) throws(StoreError) {
        do {
            try remove(path, in: transaction)
        } catch {
            guard error.code == .noEntry else { throw error }
        }
    }

    /// Runs `body` in a transaction and commits it, again from the start if it met another one.
    ///
    /// - Parameters:
    ///   - attempts: how often it is tried in all before the conflict is reported.
    ///   - body: the requests; they may run several times, so nothing else may happen in there. Returning `.abort`
    ///     leaves the store as it was.
    /// - Returns: what `body` made, whether it was committed or not.
    /// - Throws: the first failure that is no conflict, or the conflict itself once `attempts` are used up.
    public func transaction<Value>(
        attempts: Int = 16,
        _ body: (StoreTransaction) throws(StoreError) -> TransactionOutcome<Value>
    ) throws(StoreError) -> Value {
        var attempt = 1
        while true {
            do {
                return try attemptTransaction(body)
            } catch {
                guard error.code == .conflict, attempt < attempts else { throw error }
                attempt += 1
            }
        }
    }

    private func attemptTransaction<Value>(
        _ body: (StoreTransaction) throws(StoreError) -> TransactionOutcome<Value>
    ) throws(StoreError) -> Value {
        let transaction = try begin()
        let outcome: TransactionOutcome<Value>
        do {
            outcome = try body(transaction)
        } catch {
            // The first failure is the one that explains; if the abort fails as well, the connection is gone and the
            // next request says so.
            try? end(transaction, commit: false)
            throw error
        }
        switch outcome {
        case .commit(let value):
            try end(transaction, commit: true)
            return value
        case .abort(let value):
            try end(transaction, commit: false)
            return value
        }
    }
}

/// What a transaction's body has decided.
public enum TransactionOutcome<Value> {
    /// Make the changes seen by all.
    case commit(Value)
    /// Forget the changes.
    case abort(Value)
}

extension TransactionOutcome: Sendable where Value: Sendable {}
