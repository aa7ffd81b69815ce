import Ballooning
import Simulation
import Testing
import Xen

@Suite("Reference policies")
struct PolicyTests {
    /// A guest with 512 MiB of at most 2 GiB, as the agent sees it.
    static func domain(
        _ number: UInt16,
        held: Int,
        least: Int = 256,
        most: Int = 2048,
        used: Int? = nil,
        available: Int = 0
    ) -> DomainSnapshot {
        var domain = DomainSnapshot(
            info: DomainInfo(
                id: DomainID(number),
                uuid: DomainUUID(high: 7, low: UInt64(number)),
                current: .mib(held),
                maximum: .mib(held + 1)
            )
        )
        domain.target = .mib(held)
        domain.staticMaximum = .mib(most)
        domain.dynamicMinimum = .mib(least)
        domain.dynamicMaximum = .mib(most)
        if let used {
            domain.report = GuestReport(source: .qubes, total: .mib(held), free: .mib(held - used))
        } else {
            domain.report = GuestReport(total: .mib(held), free: .zero, available: .mib(available))
        }
        return domain
    }

    static func ask(
        _ policy: some BalancingPolicy,
        _ domains: [DomainSnapshot],
        total: Int = 8192,
        free: Int
    ) -> [DomainID: Pages] {
        var policy = policy
        var round = PolicyRound()
        let memory = HostMemory(total: .mib(total), free: .mib(free))
        let snapshot = HostSnapshot(now: .start, memory: memory, domains: domains)
        policy.decide(PolicyView(snapshot: snapshot, host: HostModel(total: .mib(total))), into: &round)
        var targets: [DomainID: Pages] = [:]
        for write in round.writes { targets[write.domain] = write.target }
        return targets
    }

    @Test("squeezed puts everybody at the same fraction of their range, those who give first")
    func squeezed() {
        let domains = [Self.domain(1, held: 1024), Self.domain(2, held: 512, most: 1024)]
        // 768 + 256 can be freed, 72 - 100 are needed: 1052 of a range of 1792 + 768 pages.
        let targets = Self.ask(SqueezedPolicy(), domains, free: 100)
        #expect(targets.count == 1)
        let target = targets[DomainID(1)]?.count ?? 0
        #expect(abs(target - Pages.mib(256 + 736).count) < 256)
        #expect(Self.ask(SqueezedPolicy(), [domains[1]], free: 100).count == 1)
    }

    @Test("qmemman gives everybody 1.3 times what is used, and what is left in proportion")
    func qmemman() {
        let domains = [Self.domain(1, held: 1024, used: 500), Self.domain(2, held: 1024, used: 1000)]
        let targets = Self.ask(QmemmanPolicy(), domains, free: 50)
        // 98 MiB are left after both have 650 and 1300: a third of them for the first.
        let expected = Pages.mib(650 + 32 - 16).count
        #expect(abs((targets[DomainID(1)]?.count ?? 0) - expected) < 256)
        #expect(targets[DomainID(2)] == nil)
    }

    @Test("qmemman moves nothing for a small difference")
    func qmemmanIsCalm() {
        let domains = [Self.domain(1, held: 660, used: 500), Self.domain(2, held: 640, used: 490)]
        #expect(Self.ask(QmemmanPolicy(), domains, free: 55).isEmpty)
    }

    @Test("Proxmox fills the host to 80 %, a hundred megabytes for each guest at a time, pressed guests first")
    func proxmox() {
        let grow = Self.ask(
            ProxmoxPolicy(),
            [Self.domain(1, held: 512), Self.domain(2, held: 512, available: 300)],
            total: 2000,
            free: 450
        )
        #expect(grow == [DomainID(1): .mib(512) + .mib(50)])
        let fast = Self.ask(ProxmoxPolicy(), [Self.domain(1, held: 512)], total: 4000, free: 2000)
        #expect(fast == [DomainID(1): .mib(512) + Pages(100_000_000 / 4096)])
        let shrink = Self.ask(
            ProxmoxPolicy(),
            [Self.domain(1, held: 512), Self.domain(2, held: 512, available: 300)],
            total: 2000,
            free: 350
        )
        #expect(shrink == [DomainID(2): .mib(512) - .mib(50)])
    }

    @Test("The static split gives everybody the same")
    func split() {
        let domains = [Self.domain(1, held: 1000), Self.domain(2, held: 200), Self.domain(3, held: 300)]
        let targets = Self.ask(StaticSplit(), domains, free: 332)
        #expect(targets.values.allSatisfy { $0 == .mib(600) })
        #expect(targets.count == 3)
    }

    @Test("The clairvoyant prepares a guest for what it is going to want, and stalls less than a static split")
    func clairvoyant() throws {
        let scenario = try #require(Scenario.library(seed: 3).first { $0.name == "tiny rotation" })
        var bound = Simulator(scenario, policy: ClairvoyantPolicy())
        var split = Simulator(scenario, policy: StaticSplit())
        #expect(bound.run().stallSeconds * 5 < split.run().stallSeconds)
        #expect(bound.host.imbalance == .zero)
    }
}
