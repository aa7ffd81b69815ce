import Ballooning
import Testing
import Xen

@Suite("Hostile reports")
struct HostileReportTests {
    @Test(
        "A report that cannot be true counts as none",
        arguments: [
            GuestReport(total: .zero, free: .zero),
            GuestReport(total: .mib(-1), free: .mib(-2)),
            GuestReport(total: .mib(512), free: .mib(513)),
            GuestReport(total: .mib(4096), free: .zero),
            GuestReport(total: .mib(512), free: .zero, available: .mib(600)),
            GuestReport(total: .mib(512), free: .zero, available: .mib(-1)),
            GuestReport(total: .mib(512), free: .zero, committed: Pages(.max)),
            GuestReport(total: .mib(512), free: .zero, committed: Pages(.min + 1)),
            GuestReport(total: .mib(512), free: .zero, cached: .mib(1024)),
            GuestReport(total: .mib(512), free: .zero, swapTotal: .mib(10), swapFree: .mib(11)),
            GuestReport(total: .mib(512), free: .zero, swapTotal: Pages(.max), swapFree: .zero),
            GuestReport(total: Pages(.max), free: Pages(.max)),
        ]
    )
    func distrusts(report: GuestReport) {
        var host = SteppingHost(total: .mib(8192), guests: [Guest(1, current: .mib(512), largest: .mib(1024))])
        host.settings.host.surplus = .keep
        var snapshot = host.snapshot()
        snapshot.domains[0].report = report
        snapshot.domains[0].reportReceived = snapshot.now
        host.balancer.plan(snapshot, settings: host.settings, into: &host.plan)
        #expect(host.plan.decisions[0].state == .silent)
        #expect(host.plan.decisions[0].size == .mib(512))
    }

    @Test("Counters that go backwards or leap show no stall beyond all time, and nothing overflows")
    func survivesCounters() {
        var host = SteppingHost(total: .mib(8192), guests: [Guest(1, current: .mib(512), largest: .mib(1024))])
        for counter in [UInt64.max, 0, .max / 2, 5, .max] {
            var snapshot = host.snapshot()
            snapshot.domains[0].report = GuestReport(
                sequence: UInt32(truncatingIfNeeded: counter),
                total: .mib(500),
                free: .zero,
                available: .zero,
                committed: Pages(1 << 51),
                stallSome: counter,
                swapIns: counter,
                refaults: counter,
                majorFaults: counter
            )
            snapshot.domains[0].reportReceived = snapshot.now
            host.balancer.plan(snapshot, settings: host.settings, into: &host.plan)
            let decision = host.plan.decisions[0]
            #expect(decision.stall <= .total)
            #expect(decision.goal == .mib(1024))
            host.live(.seconds(1))
        }
    }

    @Test("Urgent calls beyond the rate are not heard")
    func limitsCalls() {
        var guest = Guest(1, current: .mib(512), largest: .mib(4096), committed: .mib(300))
        guest.workingSet = .mib(512)
        var host = SteppingHost(total: .mib(16_384), guests: [guest])
        host.settings.host.surplus = .keep
        host.settings.profiles[0].urgentRate = 2
        host.settings.profiles[0].stallThreshold = .total
        host.run(.seconds(10))
        var heard = 0
        for _ in 0..<10 {
            host.live(Milliseconds(500))
            let before = host[1].target ?? .zero
            host[1].urgent = UrgentNeed(need: .mib(64), received: host.now)
            host[1].workingSet = host[1].current
            host.round()
            if (host[1].target ?? .zero) > before { heard += 1 }
        }
        #expect(heard == 2)
    }
}
