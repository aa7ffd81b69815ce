import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("Status")
struct StatusTests {
    private func node(_ host: TestHost, _ name: String) -> String? {
        host.read(StorePath("/tool/ballast/status/domain/1/\(name)"))
    }

    @Test("The status says of a domain what was decided and from which numbers")
    func numbers() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        let round = try #require(host.rounds.last)
        let decision = try #require(round.domains.last).decision
        #expect(host.read("/tool/ballast/status/total") == "\(round.memory.total.kib.count)")
        #expect(node(host, "name") == "guest1")
        #expect(node(host, "current") == "\(decision.current.kib.count)")
        #expect(node(host, "floor") == "\(decision.floor.kib.count)")
        #expect(node(host, "ceiling") == "\(decision.ceiling.kib.count)")
        #expect(node(host, "headroom") == "0")
        #expect(node(host, "stall") == "0")
        #expect(decision.estimate == decision.goal)
        #expect(node(host, "estimate") == "\(decision.goal.kib.count)")
        #expect(node(host, "backend-pool") == nil)
    }

    @Test(
        "What is wrong with what a guest says is there until it says something else",
        arguments: [
            ("v=1 seq=1 total=1000 free=2000", "its report is refused: free is more than total"),
            (String(repeating: "x", count: 2000), "its report is refused: the line has 2000 bytes, the limit is 512"),
        ]
    )
    func complaint(text: String, said: String) throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(node(host, "complaint") == nil)
        try host.report(1, text: text)
        try host.run(seconds: 2)
        #expect(node(host, "complaint") == said)
        try host.run(seconds: 600)
        let before = host.connection.requestCount
        try host.run(seconds: 30)
        #expect(host.connection.requestCount == before, "a complaint that lasts costs no request")
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 6)
        #expect(node(host, "complaint") == nil)
    }

    @Test("Where all domains are to be published some are in each round, and the rest without delay")
    func parts() throws {
        let host = try TestHost(memory: .mib(256 << 10))
        for id in 1...200 as ClosedRange<UInt16> { try host.create(id, memory: .mib(512)) }
        var counts: [Int] = []
        repeat {
            try host.turn()
            counts.append(try host.connection.directory("/tool/ballast/status/domain", in: .none).count)
        } while host.next <= host.time.now
        // The first ones may have changed again meanwhile, and wait for the last.
        #expect(counts.prefix(4) == [64, 128, 192, 201])
        // What could not be written is not forgotten.
        host.xenstore.fail(.transactionEnd, with: .EIO)
        for id in 1...200 { try host.connection.write(StorePath("/local/domain/\(id)/name"), "renamed") }
        repeat { try host.turn() } while host.next <= host.time.now
        try host.run(seconds: 10)
        let names = (1...200).map { host.read(StorePath("/tool/ballast/status/domain/\($0)/name")) }
        #expect(names.allSatisfy { $0 == "renamed" })
    }

    @Test("That a guest is not heard is there as long as it is so")
    func endless() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(300))
        // Nothing is left to do when the storm comes, so that no round is due soon.
        try host.run(seconds: 600)
        for _ in 0..<200 { try host.report(1, committed: .mib(300)) }
        try host.turn()
        try host.run(seconds: 2)
        #expect(node(host, "complaint") == "it writes without end and is not heard for 10 s at a time")
        try host.run(seconds: 12)
        #expect(node(host, "complaint") == nil)
    }

    @Test("The last write is there with its time, what was before, what it became and why, and outlives the agent")
    func lastWrite() throws {
        let host = try TestHost()
        try host.create(1)
        try host.turn()
        #expect(node(host, "last-write") == nil)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 6)
        let write = try #require(host.rounds.flatMap(\.writes).last).planned
        let said = try #require(node(host, "last-write")).split(separator: " ", maxSplits: 3)
        #expect(Int64(said[0]).map { abs($0 - host.time.clock.wallSeconds()) <= 6 } == true)
        #expect(said[2] == "\(try #require(write.target).kib.count)")
        #expect(try #require(Int(said[1])) > (try #require(Int(said[2]))))
        #expect(said[3] == "\(write.reason)")
        let before = node(host, "last-write")
        host.kill()
        try host.start(settings: ["selfballooning": .flag(false)])
        try host.turn()
        #expect(node(host, "state") == "unmanaged")
        #expect(node(host, "last-write") == before)
    }

    @Test("A guest that falls silent has no estimate any more, and a new name is shown")
    func changes() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        #expect(node(host, "estimate") != nil)
        try host.write("/local/domain/1/name", "renamed")
        try host.turn()
        #expect(node(host, "name") == "renamed")
        try host.run(seconds: 400)
        #expect(node(host, "state") == "silent")
        #expect(node(host, "estimate") == nil)
    }
}
