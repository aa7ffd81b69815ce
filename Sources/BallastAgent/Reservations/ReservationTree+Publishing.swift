import Xen

extension ReservationTree {
    /// Writes the answers that have changed, each in one transaction; one whose reservation has gone is not written.
    ///
    /// - Throws: the first failure, once every answer was tried.
    mutating func publish(to store: some Store) throws(StoreError) {
        var failure: StoreError?
        for index in entries.indices where entries[index].answer != entries[index].published {
            do {
                try publish(entries[index], to: store)
                entries[index].published = entries[index].answer
            } catch {
                guard error.code != .disconnected else { throw error }
                failure = failure ?? error
            }
        }
        if isOverfull { try makeRoom(in: store) }
        if let failure { throw failure }
    }

    private func publish(_ entry: ReservationEntry, to store: some Store) throws(StoreError) {
        let node = Self.root.appending(entry.name)
        try store.transaction { (transaction) throws(StoreError) in
            // A plain write would bring a released reservation back.
            guard try store.readIfPresent(node, in: transaction) != nil else { return .abort(()) }
            for key in ReservationEntry.AnswerKey.allCases where entry.answer[key] != entry.published[key] {
                let path = node.appending(key.rawValue)
                if let text = entry.answer[key] {
                    try store.write(path, text, in: transaction)
                } else {
                    try store.removeIfPresent(path, in: transaction)
                }
            }
            return .commit(())
        }
    }

    /// Removes those that were answered for good and left lying, so that they keep nobody out.
    private func makeRoom(in store: some Store) throws(StoreError) {
        for entry in entries where !entry.isLive && entry.answer == entry.published {
            try store.removeIfPresent(Self.root.appending(entry.name))
        }
    }
}
