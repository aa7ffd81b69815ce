import Glibc
import Testing
import Xen
import XenMock

@Suite("Mock faults", .timeLimit(.minutes(1)))
struct FaultTests {
    let xenstore = MockXenstore()
    let directory = TemporaryDirectory()

    /// What a hundred requests and their events come to, as text.
    private func run(_ faults: MockFaults) throws -> [String] {
        let xenstore = MockXenstore()
        let store = xenstore.connect()
        try store.watch("/a", token: "t")
        xenstore.faults = faults
        var log: [String] = []
        for number in 0..<100 {
            do {
                let _: Void = try store.transaction(attempts: 1) { transaction throws(StoreError) in
                    try store.write(StorePath("/a/\(number % 7)"), "\(number)", in: transaction)
                    return .commit(())
                }
                log.append("done")
            } catch {
                log.append("\(error)")
            }
            log += try store.takeEvents(limit: .max).map { "\($0.path)" }
        }
        return log
    }

    @Test("The same seed brings the same faults, another one brings others")
    func replays() throws {
        var faults = MockFaults()
        faults.conflict = 0.1
        faults.conflictSeries = 3
        faults.refusal = 0.1
        faults.spurious = 0.2
        faults.delay = 0.2
        let first = try run(faults)
        #expect(try run(faults) == first)
        faults.seed = 2
        #expect(try run(faults) != first)
        #expect(try run(.none).count(where: { $0 == "done" }) == 100)
    }

    @Test("A conflict comes in series and leaves nothing of the transaction")
    func conflicts() throws {
        let store = xenstore.connect()
        var faults = MockFaults()
        faults.conflict = 1
        faults.conflictSeries = 4
        xenstore.faults = faults
        let transaction = try store.begin()
        try store.write("/a", "1", in: transaction)
        #expect(throws: StoreError(.conflict, .end)) { try store.end(transaction, commit: true) }
        #expect(throws: StoreError(.noEntry, .end)) { try store.end(transaction, commit: true) }
        #expect(try store.readIfPresent("/a") == nil)
        xenstore.faults = .none
        let again = try store.begin()
        try store.write("/a", "1", in: again)
        try store.end(again, commit: true)
    }

    @Test("A request that is told to fail does so as often as told, and changes nothing")
    func failsOnRequest() throws {
        let store = xenstore.connect()
        xenstore.fail(.write, with: .ENOSPC, times: 2)
        for _ in 0..<2 { #expect(throws: StoreError(.quota, .write, path: "/a")) { try store.write("/a", "1") } }
        #expect(try store.readIfPresent("/a") == nil)
        try store.write("/a", "1")
        var faults = MockFaults()
        faults.refusal = 1
        faults.refusalErrno = .EQUOTA
        xenstore.faults = faults
        #expect(throws: StoreError(.quota, .remove, path: "/a")) { try store.remove("/a") }
        #expect(try store.read("/a") == Array("1".utf8))
    }

    @Test("Events are held back, in their order, and come in the end")
    func delaysEvents() throws {
        let (store, other) = (xenstore.connect(), xenstore.connect())
        try store.watch("/a", token: "t")
        _ = try store.takeEvents(limit: 9)
        var faults = MockFaults()
        faults.delay = 1
        faults.delayRequests = 3
        xenstore.faults = faults
        for name in ["1", "2", "3"] { try other.write(StorePath("/a/\(name)"), "x") }
        #expect(try store.takeEvents(limit: 9) == [])
        _ = try other.read("/a")
        #expect(try store.takeEvents(limit: 9).map(\.path) == ["/a/1"])
        xenstore.deliverDelayedEvents()
        #expect(try store.takeEvents(limit: 9).map(\.path) == ["/a/2", "/a/3"])
    }

    @Test("A list of faults says what goes wrong, and a wrong one says what it may be")
    func parses() throws {
        var faults = MockFaults()
        faults.seed = 7
        faults.conflict = 0.25
        faults.refusalErrno = .EQUOTA
        faults.pause = .microseconds(50)
        #expect(try MockFaults(parsing: "seed=7,conflict=0.25,refusal-errno=EQUOTA,pause-us=50") == faults)
        #expect(try MockFaults(parsing: "") == .none)
        for text in ["conflict", "conflict=2", "conflict=x", "seed=-1", "no-such=1", "refusal-errno=EX", "pieces=0"] {
            #expect(throws: MockFaults.ParsingError.self) { try MockFaults(parsing: text) }
        }
    }

    @Test("A watch fires for nothing")
    func firesForNothing() throws {
        let store = xenstore.connect()
        try store.watch("/a", token: "t")
        _ = try store.takeEvents(limit: 9)
        var faults = MockFaults()
        faults.spurious = 1
        xenstore.faults = faults
        _ = try store.directory("/tool")
        #expect(try store.takeEvents(limit: 9) == [WatchEvent(path: "/a", token: "t")])
    }

    @Test("Pieces of a byte, a full socket buffer and a slow server change nothing but the time it takes")
    func talksInPieces() throws {
        for pieces in [1, 7] {
            var faults = MockFaults()
            faults.pieces = pieces
            faults.sendBuffer = 1
            faults.pause = .microseconds(100)
            let xenstore = MockXenstore()
            xenstore.faults = faults
            let server = try MockXenstoreServer(path: directory.file("pieces-\(pieces)"), xenstore: xenstore)
            defer { server.stop() }
            let client = try WireClient(path: directory.file("pieces-\(pieces)"))
            try client.watch("/a", token: "t")
            let value = Array(repeating: UInt8(7), count: 3000)
            try client.write("/a", value, in: .none)
            #expect(try client.read("/a") == value)
            #expect(try client.takeEvents(limit: 9).count == 2)
        }
    }

    @Test("A connection that is cut off in the middle of an answer is an error, and a new one works")
    func dropsConnections() throws {
        var faults = MockFaults()
        faults.drop = 0.2
        xenstore.faults = faults
        let path = directory.file("drops")
        let server = try MockXenstoreServer(path: path, xenstore: xenstore)
        defer { server.stop() }
        var client = try WireClient(path: path)
        var drops = 0
        for number in 0..<100 {
            do {
                try client.write("/count", "\(number)")
            } catch {
                #expect(error == StoreError(.disconnected, .write, path: "/count"))
                drops += 1
                client = try WireClient(path: path)
            }
        }
        #expect(drops > 5)
        // What was cut off was the answer: the write itself had been carried out.
        #expect(try xenstore.connect().read("/count") == Array("99".utf8))
    }
}
