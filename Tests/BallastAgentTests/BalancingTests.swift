import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("Balancing")
struct BalancingTests {
    @Test("A guest that holds more than it needs gives an eighth of the difference each interval")
    func shrinksByAnEighth() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        var steps = 0
        for round in host.rounds {
            guard let write = round.writes.first, let guest = round.domains.last else { continue }
            // The seed's formula, worked out here once more: Committed_AS plus a tenth of the guest's memory, an eighth
            // of the way.
            let current = guest.snapshot.info.current
            let total = try #require(guest.snapshot.report).total
            let goal = .mib(200) + (current - total) + total / 10
            #expect(write.planned.target == current - (current - goal) / 8)
            steps += 1
        }
        #expect(steps >= 8)
    }

    @Test("A guest that needs more gets all of it in one step")
    func growsAtOnce() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        let before = try #require(host.target(1))
        let writes = host.targetWrites.count
        try host.report(1, committed: .mib(700))
        try host.run(seconds: 5)
        let raise = host.targetWrites.dropFirst(writes).first
        #expect(raise?.target == .mib(700) + Pages(flooring: before) / 10)
    }

    @Test("What lowers is written before what raises")
    func shrinksFirst() throws {
        let host = try TestHost(memory: .mib(2048 + 512 + 64))
        try host.create(1)
        try host.create(2, memory: .mib(512))
        try host.report(1, committed: .mib(100))
        try host.report(2, committed: .mib(480))
        try host.run(seconds: 30)
        for round in host.rounds {
            let orders = round.writes.map(\.planned.order)
            let firstRaise = orders.firstIndex(of: .raise) ?? orders.endIndex
            #expect(!orders[firstRaise...].contains(.lower))
        }
    }

    @Test("A steady host costs two hypercalls a round and no request to the store")
    func steadyHostIsSilent() throws {
        let host = try TestHost()
        for id in UInt16(1)...20 {
            try host.create(id, memory: .mib(128))
            try host.report(id, committed: .mib(60))
        }
        try host.run(seconds: 400)
        let requests = host.connection.requestCount
        let calls = host.hypervisor.calls
        let rounds = host.rounds.count
        try host.run(seconds: 100)
        #expect(host.connection.requestCount == requests)
        let made = host.rounds.count - rounds
        #expect(made >= 10)
        #expect(host.hypervisor.calls[.domains, default: 0] - calls[.domains, default: 0] == made)
        #expect(host.hypervisor.calls[.hostMemory, default: 0] - calls[.hostMemory, default: 0] == made)
        #expect(host.hypervisor.calls[.setMaximum] == calls[.setMaximum])
    }

    @Test(
        "An answer to a call reads three nodes and writes in two transactions, however many guests there are",
        arguments: [2, 60]
    )
    func callsCostTheSame(guests: UInt16) throws {
        let host = try TestHost(memory: .mib(64 << 10))
        for id in 1...guests {
            try host.create(id, memory: .mib(512))
            try host.report(id, committed: .mib(300))
        }
        try host.run(seconds: 60)
        try host.call(1, need: .mib(100))
        let before = host.connection.requests
        let target = host.target(1)
        try host.turn()
        #expect(host.target(1) != target)
        func made(_ operation: WireOperation) -> Int {
            host.connection.requests[operation, default: 0] - before[operation, default: 0]
        }
        // The call itself; whose home it is, and the target that stands there.
        #expect(made(.read) == 3)
        // One for the target, one for the status.
        #expect(made(.transactionStart) == 2)
    }

    @Test("Four ways to the store and back lie between a call and its target")
    func callsWaitFourTimes() throws {
        let host = try TestHost()
        var journeys: JourneyStore?
        try host.reconnect { store in
            let store = JourneyStore(store)
            journeys = store
            return store
        }
        try host.create(1, memory: .mib(512))
        try host.report(1, committed: .mib(300))
        try host.run(seconds: 60)
        try host.call(1, need: .mib(100))
        _ = journeys?.takeJourneys()
        try host.turn()
        let expected: [[WireOperation]] = [
            [.read], [.transactionStart], [.read, .read, .write, .write, .write], [.transactionEnd],
        ]
        #expect(journeys?.takeJourneys().prefix(4).map(\.self) == expected)
    }

    @Test("A call that comes while a round for all guests goes on is answered before the rest of that round")
    func callsInterruptRounds() throws {
        let host = try TestHost(memory: .mib(256 << 10))
        let guests: ClosedRange<UInt16> = 1...200
        for id in guests {
            try host.create(id, memory: .mib(512))
            try host.report(id, committed: .mib(400))
        }
        try host.run(seconds: 60)
        for id in guests { try host.report(id, committed: .mib(100)) }
        let before = guests.map { host.target($0) }
        host.time.now = host.time.now + Milliseconds.seconds(6)
        try host.turn()
        let first = try #require(host.rounds.last)
        #expect(first.writes.count { $0.outcome == .written } == 64)
        #expect(first.writes.count { $0.outcome == .postponed } == 136)
        let target = try #require(host.target(200))
        try host.call(200, need: .mib(50))
        try host.turn()
        let second = try #require(host.rounds.last?.writes.first)
        #expect(second.planned.domain == DomainID(200))
        #expect(host.target(200) ?? .zero > target)
        for _ in 0..<2 { try host.turn() }
        // Each of the others has taken its one step, and none a second one.
        #expect(zip(guests, before).dropLast().allSatisfy { host.target($0) != $1 })
        #expect(host.rounds.suffix(4).flatMap(\.writes).count { $0.outcome == .written } == 200)
        #expect(host.rounds.last?.writes.contains { $0.outcome == .postponed } == false)
    }

    @Test("A call for memory is answered in the turn in which it is seen")
    func answersUrgentCalls() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        let before = try #require(host.target(1))
        host.time.now = host.time.now + Milliseconds(300)
        try host.call(1, need: .mib(64))
        try host.turn()
        let after = try #require(host.target(1))
        #expect(after - before >= Pages.mib(60).kib)
    }

    @Test("A call that its guest's last report does not bear out is answered as soon as the next one does")
    func answersCallsWithTheirReport() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        let total = host.current(1).kib
        let spare = "swap-total=1048576 swap-free=1048576 psi-some-us=0 pswpin=0 committed=204800"
        try host.report(1, text: "v=1 seq=900 total=\(total.count) free=\(total.count / 2) \(spare)")
        host.time.now = host.time.now + Milliseconds(300)
        try host.turn()
        try host.run(seconds: 5)
        let before = try #require(host.target(1))
        try host.call(1, need: .mib(64))
        try host.turn()
        #expect(try #require(host.target(1)) <= before)
        host.time.now = host.time.now + Milliseconds(100)
        try host.report(1, text: "v=1 seq=901 total=\(total.count) free=0 \(spare)")
        try host.turn()
        #expect(try #require(host.target(1)) - before >= Pages.mib(60).kib)
        // One round of its own is all that a call gets so.
        let rounds = host.rounds.count
        host.time.now = host.time.now + Milliseconds(100)
        try host.report(1, text: "v=1 seq=902 total=\(total.count) free=0 \(spare)")
        try host.turn()
        #expect(host.rounds.count == rounds)
    }

    @Test("Rounds that guests call for see the host as it is")
    func urgentRoundsSeeTheHost() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        for sequence in 1...40 {
            host.time.now = host.time.now + Milliseconds(150)
            try host.settle()
            try host.call(1, need: .mib(16), sequence: sequence)
            let current = host.current(1)
            try host.turn()
            #expect(host.rounds.last?.domains.last?.snapshot.info.current == current)
        }
    }

    @Test("A dry run decides and writes nothing")
    func dryRun() throws {
        let host = try TestHost()
        host.kill()
        try host.start(dryRun: true)
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(host.target(1) == Pages.mib(1024).kib)
        #expect(host.read("/tool/ballast") == nil)
        #expect(host.rounds.last?.domains.last?.decision.goal ?? .zero < .mib(400))
    }
}
