import Ballooning
import Seeded
import Testing
import Xen

/// The invariants, on hosts that nobody thought of. A failing seed builds its host again.
@Suite("Invariants")
struct InvariantTests {
    @Test(
        "No write promises what is not there, drives a guest below its floor or meets a dead domain",
        arguments: 1...60
    )
    func holdInEveryStep(seed: Int) {
        var host = SteppingHost.random(seed: UInt64(seed))
        var dice = SplitMix64(seed: UInt64(seed) ^ 0xD1CE)
        for step in 0..<60 {
            host.stir(&dice)
            if step % 20 == 5 {
                let size = Pages(Int.random(in: 0...host.total.count / 4, using: &dice))
                host.reservations.append(
                    Reservation(
                        id: step,
                        minimum: size,
                        maximum: size * 2,
                        expires: host.now + .seconds(40),
                        asked: host.now
                    )
                )
            }
            if step % 15 == 9, host.guests.count > 1 {
                let victim = Int.random(in: 0..<host.guests.count, using: &dice)
                host.guests[victim].uuid.high = dice.next()
            }
            host.run(.seconds(Int64.random(in: 1...9, using: &dice)), step: Milliseconds(250))
            let shares = host.plan.decisions.filter { $0.state == .balanced }.reduce(Pages.zero) { $0 + $1.share }
            #expect(shares <= host.total)
            #expect(host.free >= .zero)
        }
        #expect(host.violations.isEmpty, "seed \(seed): \(host.violations.prefix(3))")
    }

    @Test("With steady inputs the targets stop changing", arguments: 1...40)
    func comeToRest(seed: Int) {
        var host = SteppingHost.random(seed: UInt64(seed) &+ 1000)
        for index in host.guests.indices {
            host.guests[index].workingSet = .zero
            host.guests[index].driver = .ideal
            host.guests[index].pagesPerSecond = .mib(1000)
        }
        // What was needed at the start is remembered for ten minutes.
        host.run(.seconds(660), step: Milliseconds(500))
        host.forgetWrites()
        host.run(.seconds(300), step: Milliseconds(500))
        let reasons = host.writes.prefix(6).map { "\($0.write.domain): \($0.write.order) \($0.write.reason)" }
        #expect(host.writes.isEmpty, "seed \(seed): \(reasons)")
    }

    @Test("Planning again at the same instant changes nothing", arguments: 1...40)
    func planOnce(seed: Int) {
        var host = SteppingHost.random(seed: UInt64(seed) &+ 2000)
        host.run(.seconds(30))
        for index in host.guests.indices { host.guests[index].urgent = nil }
        host.round()
        host.round()
        host.round()
        let reasons = host.plan.writes.prefix(6).map { "\($0.domain): \($0.order) \($0.reason)" }
        #expect(host.plan.writes.isEmpty, "seed \(seed): \(reasons)")
    }

    @Test("A guest that lies takes nothing that another one needs while there is a surplus", arguments: 1...40)
    func containLiars(seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed) &+ 3000)
        let honest = (1...5).map {
            Guest($0, current: .mib(300), largest: .mib(600), committed: .mib(40 * Int($0) + 100))
        }
        var host = SteppingHost(total: .mib(4096), guests: honest + [Guest(9, current: .mib(300), largest: .mib(900))])
        host.run(.seconds(60))
        for _ in 0..<60 {
            var snapshot = host.snapshot()
            snapshot.domains[5].report = .random(&dice)
            snapshot.domains[5].reportReceived = host.now
            snapshot.domains[5].urgent = UrgentNeed(
                need: Pages(Int(truncatingIfNeeded: dice.next())),
                received: host.now
            )
            host.balancer.plan(snapshot, settings: host.settings, into: &host.plan)
            #expect(host.plan.host.regime == .surplus)
            for (index, decision) in host.plan.decisions.enumerated() where index != 5 {
                #expect(decision.share >= decision.goal)
                #expect(decision.size >= min(decision.goal, snapshot.domains[index].info.current))
            }
            let liar = host.plan.decisions[5]
            #expect(liar.size <= .mib(900) && liar.share <= .mib(900))
            host.live(.seconds(1))
        }
    }

    @Test("The order of the domains does not matter but for the pages that rounding leaves", arguments: 1...20)
    func ignoreTheOrder(seed: Int) {
        let host = SteppingHost.random(seed: UInt64(seed) &+ 4000)
        var forward = host
        var backward = host
        let count = UInt16(host.guests.count)
        for index in backward.guests.indices { backward.guests[index].id = DomainID(count + 1 - UInt16(index + 1)) }
        backward.guests.sort { $0.id < $1.id }
        forward.round()
        backward.round()
        for decision in forward.plan.decisions {
            let mirror = backward.decision(count + 1 - decision.id.rawValue)
            let apart = (mirror?.share ?? .zero) - decision.share
            #expect(abs(apart.count) <= 1, "seed \(seed), domain \(decision.id)")
            #expect(mirror?.goal == decision.goal)
        }
    }
}

extension GuestReport {
    /// Anything at all.
    static func random(_ dice: inout SplitMix64) -> GuestReport {
        func pages(_ dice: inout SplitMix64) -> Pages {
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: Pages(Int(truncatingIfNeeded: dice.next()))
            case 1: Pages(Int.random(in: 0...1 << 51, using: &dice))
            case 2: Pages(Int.random(in: 0...1 << 18, using: &dice))
            default: .zero
            }
        }
        return GuestReport(
            sequence: UInt32(truncatingIfNeeded: dice.next()),
            total: pages(&dice),
            free: pages(&dice),
            available: Bool.random(using: &dice) ? pages(&dice) : nil,
            committed: Bool.random(using: &dice) ? pages(&dice) : nil,
            cached: Bool.random(using: &dice) ? pages(&dice) : nil,
            swapTotal: Bool.random(using: &dice) ? pages(&dice) : nil,
            swapFree: Bool.random(using: &dice) ? pages(&dice) : nil,
            stallSome: dice.next(),
            swapIns: dice.next(),
            refaults: dice.next(),
            majorFaults: dice.next()
        )
    }
}
