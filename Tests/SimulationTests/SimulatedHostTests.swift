import BallastAgent
import Ballooning
import Logging
import Simulation
import Testing
import Xen

@Suite("The simulated host under the agent")
struct SimulatedHostTests {
    /// An agent on a simulated host, with the host's own clock.
    static func agent(on host: SimulatedHost) throws -> Agent {
        try Agent(
            store: host.connect(),
            hypervisor: host.hypervisor,
            clock: AgentClock(now: { host.now }, wallSeconds: { host.now.milliseconds / 1000 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Lets host and agent live for a while, the agent asked as often as it asks to be.
    static func run(_ host: SimulatedHost, _ agent: Agent, seconds: Int) throws {
        for _ in 0..<(seconds * 10) {
            try host.advance(milliseconds: 100)
            _ = try agent.turn()
        }
    }

    @Test("The agent sees every domain, hears its guests and moves their memory")
    func balances() throws {
        let host = try SimulatedHost(seed: 1)
        let agent = try Self.agent(on: host)
        var rounds = 0
        var heard: Set<String> = []
        var written: Set<String> = []
        agent.observer = { report in
            rounds += 1
            for domain in report.domains where domain.snapshot.report != nil { heard.insert(domain.name) }
            for write in report.writes where write.outcome == .written && write.planned.target != nil {
                let domain = report.domains.first { $0.snapshot.info.id == write.planned.domain }
                written.insert(domain?.name ?? "?")
            }
        }
        try Self.run(host, agent, seconds: 30)
        #expect(rounds > 10)
        #expect(heard.isSuperset(of: ["web", "database", "build", "mail", "desktop", "archive"]))
        #expect(written.count >= 5)
        #expect(host.host.imbalance == .zero)
        let held = host.host.domains.map(\.held)
        #expect(Set(held).count > 4)
    }

    @Test("Domains come, go and reboot, and nothing of them stays behind")
    func livesAndDies() throws {
        var scenario = Scenario.live(seed: 2)
        scenario.events.append(Scenario.Event(at: 100, .reboot(scenario.domains[3].uuid)))
        let host = try SimulatedHost(seed: 2, scenario: scenario)
        // Nobody grows, so that there is room for those that come.
        try host.store.write("/tool/ballast/config/selfballooning", "0")
        let agent = try Self.agent(on: host)
        var seen: Set<DomainID> = []
        agent.observer = { report in seen.formUnion(report.domains.map(\.snapshot.info.id)) }
        try Self.run(host, agent, seconds: 105)
        // dom0, six residents, one visitor, and one resident again under a new number.
        #expect(seen.count == 9)
        let homes = try host.store.directory("/local/domain").compactMap { DomainID(parsing: $0) }
        #expect(Set(homes) == Set(host.host.domains.map(\.id)))
    }

    @Test("A host at rest is left alone once everybody has its share, and follows where a setting asks for another")
    func rests() throws {
        let host = try SimulatedHost(seed: 1, scenario: Scenario.live(seed: 1).atRest)
        let agent = try Self.agent(on: host)
        var writes = 0
        agent.observer = { report in writes += report.writes.count }
        try Self.run(host, agent, seconds: 240)
        #expect(writes > 0)
        writes = 0
        try Self.run(host, agent, seconds: 60)
        #expect(writes == 0)

        let held = host.host.domains.map(\.held)
        try host.store.write("/tool/ballast/config/surplus", "keep")
        try Self.run(host, agent, seconds: 60)
        #expect(zip(held, host.host.domains.map(\.held)).contains { $0 > $1 + .mib(64) })
    }

    @Test("The same seed gives the same host, agent and all")
    func repeats() throws {
        let runs = try (0..<2).map { _ in
            let host = try SimulatedHost(seed: 3)
            let agent = try Self.agent(on: host)
            try Self.run(host, agent, seconds: 30)
            return host.host.domains.map { [$0.held, $0.target, $0.guest.counters.swappedOut] }
        }
        #expect(runs[0] == runs[1])
    }
}
