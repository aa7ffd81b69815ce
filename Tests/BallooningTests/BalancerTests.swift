import Ballooning
import Testing
import Xen

@Suite("Balancer")
struct BalancerTests {
    @Test("With surplus kept, every target is the driver's formula for the report that it answers")
    func followsTheFormula() throws {
        var guest = Guest(1, current: .mib(1024), largest: .mib(1024), committed: .mib(400))
        guest.kernel = .mib(24)
        guest.pagesPerSecond = .mib(2000)
        var host = SteppingHost(total: .mib(4096), guests: [guest])
        host.settings.host.surplus = .keep
        var written = 0
        for _ in 0..<40 {
            let current = host[1].current
            let before = host[1].target
            host.round()
            // 400 committed, 24 of overhead, a tenth of the memory the guest has now.
            let goal = Pages.mib(424) + (current - .mib(24)) / 10
            if host[1].target != before {
                written += 1
                #expect(host[1].target == current - (current - goal) / 8)
            }
            host.live(.seconds(5))
        }
        #expect(written > 10)
        #expect(host.violations.isEmpty, "\(host.violations)")
        let decision = try #require(host.decision(1))
        #expect(decision.pool < .mib(12))
    }

    @Test("A guest that needs more gets all of it in one step")
    func raisesAtOnce() {
        var host = SteppingHost(
            total: .mib(4096),
            guests: [Guest(1, current: .mib(512), largest: .mib(1024), committed: .mib(300))]
        )
        host.settings.host.surplus = .keep
        host.run(.seconds(60))
        host[1].committed = .mib(600)
        host.live(.seconds(5))
        let current = host[1].current
        host.round()
        #expect(host[1].target == .mib(600) + current / 10)
    }

    @Test("The answer to a call is written before the steps of all others")
    func answersFirst() {
        var guests = (1...8).map { Guest($0, current: .mib(1024), largest: .mib(1024), committed: .mib(800)) }
        guests.append(Guest(9, current: .mib(512), largest: .mib(4096), committed: .mib(300)))
        var host = SteppingHost(total: .mib(16_384), guests: guests)
        host.settings.host.surplus = .keep
        host.run(.seconds(60))
        for id in 1...8 as ClosedRange<UInt16> { host[id].committed = .mib(200) }
        host.live(.seconds(5))
        host[9].urgent = UrgentNeed(need: .mib(64), received: host.now)
        host[9].workingSet = host[9].current
        let before = host.writes.count
        host.round()
        let writes = host.writes[before...].map(\.write)
        #expect(writes.first?.domain == DomainID(9))
        #expect(writes.first?.order == .raise)
        #expect(writes.dropFirst().map(\.domain) == (1...8).map { DomainID($0) })
        #expect(writes.dropFirst().allSatisfy { $0.order == .lower })
    }

    @Test("A plan between two steps does not take another step")
    func stepsOncePerInterval() {
        var host = SteppingHost(total: .mib(4096), guests: [Guest(1, current: .mib(1024), committed: .mib(300))])
        host.settings.host.surplus = .keep
        host.round()
        let first = host[1].target
        for _ in 0..<20 {
            host.live(Milliseconds(200))
            host.round()
        }
        #expect(host[1].target == first)
        host.live(.seconds(1))
        host.round()
        #expect(host[1].target != first)
    }

    @Test("Lent memory comes back at once when somebody needs it")
    func callsLoansBack() throws {
        var host = SteppingHost(
            total: .mib(2048),
            guests: [
                Guest(1, current: .mib(512), largest: .mib(2048), committed: .mib(300)),
                Guest(2, current: .mib(512), largest: .mib(2048), committed: .mib(300)),
            ]
        )
        host.run(.seconds(60))
        #expect(host[1].current > .mib(900))
        #expect(host[2].current > .mib(900))
        host[2].committed = .mib(1200)
        host.run(.seconds(12))
        #expect(host[2].current > .mib(1250))
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Test("A steady host comes to rest", arguments: [Surplus.keep, .lend])
    func comesToRest(surplus: Surplus) {
        var host = SteppingHost(
            total: .mib(2048),
            guests: (1...6).map { Guest($0, current: .mib(256), largest: .mib(512), committed: .mib(60 * Int($0))) }
        )
        host.settings.host.surplus = surplus
        host.run(.seconds(300))
        host.forgetWrites()
        host.run(.seconds(600))
        #expect(host.writes.isEmpty, "\(host.writes.map(\.write.reason))")
        #expect(host.plan.waiting == .zero)
    }

    @Test("An idle hoarder gives way to a neighbour that stalls")
    func hoarderGivesWay() {
        var hoarder = Guest(1, current: .mib(1000), largest: .mib(1200), committed: .mib(1100))
        hoarder.workingSet = .mib(100)
        var busy = Guest(2, current: .mib(300), largest: .mib(1200), committed: .mib(800))
        busy.workingSet = .mib(780)
        var host = SteppingHost(total: .mib(1400), guests: [hoarder, busy])
        host.run(.seconds(200))
        #expect(host[2].current > .mib(780))
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Test("A guest that does not move counts as fixed and is published, and nobody else swings")
    func findsTheStuck() {
        var stuck = Guest(1, current: .mib(800), largest: .mib(800), committed: .mib(100))
        stuck.driver = .stuck
        var host = SteppingHost(
            total: .mib(1600),
            guests: [
                stuck,
                Guest(2, current: .mib(350), largest: .mib(800), committed: .mib(500)),
                Guest(3, current: .mib(350), largest: .mib(800), committed: .mib(500)),
            ]
        )
        host.run(.seconds(60))
        #expect(host[1].isMarkedUncooperative)
        #expect(host.decision(1)?.state == .uncooperative)
        host.forgetWrites()
        host.run(.seconds(300))
        #expect(host.writes.isEmpty, "\(host.writes.map(\.write.reason))")
    }

    @Test("A guest that cannot grow is not tried every few seconds")
    func backsOff() {
        var capped = Guest(1, current: .mib(300), largest: .mib(800), committed: .mib(600))
        capped.driver = .ceiling(.mib(320))
        var host = SteppingHost(total: .mib(2000), guests: [capped])
        host.run(.seconds(600))
        #expect(host.writes.count < 20)
        #expect(host[1].target == .mib(320))
    }
}
