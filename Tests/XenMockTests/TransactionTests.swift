import Testing
import Xen
import XenMock

@Suite("Mock transactions")
struct TransactionTests {
    let xenstore = MockXenstore()

    @Test("A transaction sees its own writes, others see them after the commit, and an abort leaves nothing")
    func isolates() throws {
        let (one, other) = (xenstore.connect(), xenstore.connect())
        try one.write("/a", "old")
        let transaction = try one.begin()
        try one.write("/a", "new", in: transaction)
        try one.write("/b/c", "new", in: transaction)
        #expect(try one.read("/a", in: transaction) == Array("new".utf8))
        #expect(try one.directory("/b", in: transaction) == ["c"])
        #expect(try other.read("/a") == Array("old".utf8))
        #expect(try other.readIfPresent("/b") == nil)
        try one.end(transaction, commit: true)
        #expect(try other.read("/b/c") == Array("new".utf8))

        let aborted = try one.begin()
        try one.remove("/a", in: aborted)
        #expect(try one.readIfPresent("/a", in: aborted) == nil)
        try one.end(aborted, commit: false)
        #expect(try other.read("/a") == Array("new".utf8))
    }

    @Test("What a transaction has looked at does not change under it")
    func holdsItsView() throws {
        let (one, other) = (xenstore.connect(), xenstore.connect())
        try one.write("/a", "1")
        let transaction = try one.begin()
        #expect(try one.read("/a", in: transaction) == Array("1".utf8))
        try other.write("/a", "2")
        #expect(try one.read("/a", in: transaction) == Array("1".utf8))
        #expect(throws: StoreError(.conflict, .end)) { try one.end(transaction, commit: true) }
    }

    /// What one transaction does, what another connection does before its commit, and whether that is a conflict.
    typealias Step = @Sendable (InProcessStore, StoreTransaction) throws(StoreError) -> Void
    static let races: [(String, Step, Step, Bool)] = [
        (
            "write against a write of the same node", { s, t throws(StoreError) in try s.write("/a/x", "t", in: t) },
            { s, t throws(StoreError) in try s.write("/a/x", "o", in: t) }, true
        ),
        (
            "write against a write of another node", { s, t throws(StoreError) in try s.write("/a/x", "t", in: t) },
            { s, t throws(StoreError) in try s.write("/a/y", "o", in: t) }, false
        ),
        (
            "read against a write of the same node", { s, t throws(StoreError) in _ = try s.read("/a/x", in: t) },
            { s, t throws(StoreError) in try s.write("/a/x", "o", in: t) }, true
        ),
        (
            "a missing node against its birth", { s, t throws(StoreError) in _ = try s.readIfPresent("/a/n", in: t) },
            { s, t throws(StoreError) in try s.write("/a/n", "o", in: t) }, true
        ),
        (
            "a list against a new child", { s, t throws(StoreError) in _ = try s.directory("/a", in: t) },
            { s, t throws(StoreError) in try s.write("/a/n", "o", in: t) }, true
        ),
        (
            "a list against a child's new value", { s, t throws(StoreError) in _ = try s.directory("/a", in: t) },
            { s, t throws(StoreError) in try s.write("/a/x", "o", in: t) }, false
        ),
        (
            "births below the same node", { s, t throws(StoreError) in try s.write("/a/m", "t", in: t) },
            { s, t throws(StoreError) in try s.write("/a/n", "o", in: t) }, true
        ),
        (
            "births below different nodes", { s, t throws(StoreError) in try s.write("/a/x/m", "t", in: t) },
            { s, t throws(StoreError) in try s.write("/a/y/n", "o", in: t) }, false
        ),
        (
            "removal against a write below", { s, t throws(StoreError) in try s.remove("/a", in: t) },
            { s, t throws(StoreError) in try s.write("/a/x", "o", in: t) }, true
        ),
        (
            "write against removal", { s, t throws(StoreError) in try s.write("/a/x", "t", in: t) },
            { s, t throws(StoreError) in try s.remove("/a/x", in: t) }, true
        ),
        (
            "access list against a write", { s, t throws(StoreError) in _ = try s.permissions("/a/x", in: t) },
            { s, t throws(StoreError) in try s.write("/a/x", "o", in: t) }, true
        ),
    ]

    @Test("A commit conflicts with what has changed among all it looked at, and with nothing else", arguments: races)
    func detectsConflicts(name: String, inside: Step, outside: Step, conflicts: Bool) throws {
        for isCommitted in [false, true] {
            let xenstore = MockXenstore()
            let (one, other) = (xenstore.connect(), xenstore.connect())
            try one.write("/a/x", "0")
            try one.write("/a/y", "0")
            let transaction = try one.begin()
            try inside(one, transaction)
            // The other one's change counts just the same if it comes by a transaction.
            let second = isCommitted ? try other.begin() : .none
            try outside(other, second)
            if isCommitted { try other.end(second, commit: true) }
            #expect(conflicts == isConflict { try one.end(transaction, commit: true) }, "\(name)")
        }
    }

    private func isConflict(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            return (error as? StoreError)?.code == .conflict
        }
    }

    @Test("No update is lost when many connections count in transactions")
    func losesNoUpdate() async throws {
        let xenstore = xenstore
        try xenstore.connect().write("/count", "0")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let store = xenstore.connect()
                    for _ in 0..<100 {
                        let _: Void = try store.transaction(attempts: .max) { transaction throws(StoreError) in
                            let text = String(decoding: try store.read("/count", in: transaction), as: UTF8.self)
                            try store.write("/count", String((Int(text) ?? 0) + 1), in: transaction)
                            return .commit(())
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try xenstore.connect().read("/count") == Array("400".utf8))
    }

    @Test("Removing what others have changed since the transaction looked at it fails as it does in xenstored")
    func removesChangedTree() throws {
        let (one, other) = (xenstore.connect(), xenstore.connect())
        let inputOutput = StoreError.Code.system(5)
        // Made after the transaction has seen the list above.
        try one.write("/a/x", "1")
        let first = try one.begin()
        _ = try one.directory("/a", in: first)
        try other.write("/a/y", "1")
        #expect(throws: StoreError(inputOutput, .remove, path: "/a/y")) { try one.remove("/a/y", in: first) }
        #expect(throws: StoreError(.conflict, .end)) { try one.end(first, commit: true) }
        // Gone after the transaction has seen the list above.
        let second = try one.begin()
        _ = try one.directory("/a", in: second)
        try other.remove("/a/y")
        #expect(throws: StoreError(inputOutput, .remove, path: "/a")) { try one.remove("/a", in: second) }
        #expect(try one.directory("/a", in: second) == ["y"])
        #expect(throws: StoreError(.conflict, .end)) { try one.end(second, commit: true) }
        #expect(try one.directory("/a") == ["x"])
        #expect(xenstore.inconsistencies == [])
    }

    @Test("Numbers are per connection, an unknown one is no transaction, and there is none inside another")
    func numbersTransactions() throws {
        let (one, other) = (xenstore.connect(), xenstore.connect())
        let transaction = try one.begin()
        #expect(transaction.rawValue == 1)
        #expect(try other.begin().rawValue == 1)
        #expect(try one.begin().rawValue == 2)
        let unknown = StoreTransaction(rawValue: 9)
        #expect(throws: StoreError(.noEntry, .read, path: "/")) { try one.read("/", in: unknown) }
        #expect(throws: StoreError(.noEntry, .end)) { try one.end(.none, commit: true) }
        #expect(throws: StoreError(.busy, .begin)) { try one.request(.transactionStart, in: transaction) }
        try one.end(transaction, commit: false)
        #expect(throws: StoreError(.noEntry, .end)) { try one.end(transaction, commit: true) }
    }
}
