import BallastAgent
import Ballooning
import Seeded
import Testing
import Xen
import XenMock

@Suite("What a plan is told")
struct SnapshotTests {
    /// What an agent that starts now is told of every domain. It changes nothing.
    private func firstLook(at host: TestHost) throws -> [DomainSnapshot] {
        var options = Agent.Options()
        options.isDryRun = true
        let agent = try Agent(
            store: host.xenstore.connect(),
            hypervisor: host.hypervisor,
            options: options,
            clock: host.time.clock,
            logger: RecordedLog().logger
        )
        var domains: [DomainSnapshot] = []
        agent.observer = { domains = $0.snapshot.domains }
        _ = try agent.turn()
        return domains.map(withoutMemories)
    }

    /// The part of a snapshot that does not depend on how long an agent has looked on.
    private func withoutMemories(_ domain: DomainSnapshot) -> DomainSnapshot {
        var domain = domain
        domain.hold = .none
        domain.knownOffset = nil
        domain.reportReceived = .distantPast
        domain.urgent = nil
        return domain
    }

    private func change(_ host: TestHost, _ random: inout SplitMix64) throws {
        let id = UInt16(1 + random.below(6))
        let home = StorePath("/local/domain/\(id)")
        guard host.target(id) != nil else { return try host.create(id, memory: .mib(256 + 16 * random.below(8))) }
        switch random.below(10) {
        case 0: try host.destroy(id)
        case 1:
            // The number is handed out again before the agent has looked.
            try host.destroy(id)
            let uuid = DomainUUID(high: random.next(), low: random.next())
            try host.create(MockDomain(DomainID(id), name: "another", uuid: uuid, target: Pages.mib(128).kib))
        case 2: host.hypervisor.update(DomainID(id)) { $0.current = $0.current - Pages(random.below(100)) }
        case 3: host.hypervisor.update(DomainID(id)) { $0.flags = random.happens(0.5) ? .paused : .blocked }
        case 4: try host.report(id, committed: .mib(64 + random.below(64)))
        case 5: try host.report(id, text: "nonsense")
        case 6: try host.write(home.appending("memory/target"), "\((128 + random.below(64)) * 1024)")
        case 7: try host.write(home.appending("memory/dynamic-max"), "\((200 + random.below(64)) * 1024)")
        case 8: try host.write(home.appending("memory/static-max"), "\((512 + random.below(64)) * 1024)")
        default: try host.write(home.appending("name"), "renamed\(random.below(9))")
        }
    }

    @Test("An agent that has seen every change tells a plan what one tells that has just started", arguments: 1...4)
    func sameAsFirstLook(seed: UInt64) throws {
        let host = try TestHost()
        var random = SplitMix64(seed: seed)
        for _ in 0..<150 {
            for _ in 0...random.below(3) { try change(host, &random) }
            host.time.now = host.time.now + .seconds(6)
            let expected = try firstLook(at: host)
            let rounds = host.rounds.count
            try host.turn()
            try #require(host.rounds.count > rounds)
            #expect(host.rounds.last?.snapshot.domains.map(withoutMemories) == expected)
        }
    }
}
