import Ballooning
import Testing
import Xen

@Suite("Ten thousand domains")
struct ManyDomainsTests {
    /// One guest in a hundred holds 64 MiB above its goal; the others hold what they need.
    private func guests() -> [Guest] {
        (1...10_000).map { id in
            let holdsPool = id % 100 == 0
            let current = Pages.mib(holdsPool ? 320 : 256)
            var guest = Guest(UInt16(id), current: current, largest: .mib(holdsPool ? 512 : 256))
            // With a tenth on top, the goal of one that holds no pool is what it has.
            guest.committed = holdsPool ? .mib(256) - current / 10 : current - current / 10
            guest.workingSet = guest.committed ?? .zero
            return guest
        }
    }

    private func snapshot(_ guests: inout [Guest], free: Pages, now: Instant) -> HostSnapshot {
        HostSnapshot(
            now: now,
            memory: HostMemory(total: .mib(4_000_000), free: free),
            domains: guests.indices.map { guests[$0].snapshot(now: now) }
        )
    }

    @Test("Under pressure only those are asked that hold pools, and they are all that are")
    func onlyHolders() {
        var guests = guests()
        var balancer = Balancer()
        var plan = Plan()
        let settings = Settings()
        var now = Instant(milliseconds: 1_000_000)
        for _ in 0..<6 {
            balancer.plan(snapshot(&guests, free: .mib(256), now: now), settings: settings, into: &plan)
            for write in plan.writes where write.target != nil { balancer.note(.written, of: write) }
            now = now + .seconds(5)
        }
        balancer.plan(snapshot(&guests, free: .mib(8), now: now), settings: settings, into: &plan)
        #expect(plan.host.level == .critical)
        let lowered = Set(plan.writes.filter { $0.order == .lower }.map(\.domain))
        #expect(!lowered.isEmpty)
        #expect(lowered.allSatisfy { $0.rawValue % 100 == 0 })
        #expect(plan.writes.allSatisfy { $0.domain.rawValue % 100 == 0 || $0.target == nil })
    }
}
