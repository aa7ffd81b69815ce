import BallastAgent
import Ballooning
import Logging
import Seeded
import Synchronization
import Testing
import Xen
import XenMock

@testable import Simulation

/// The whole agent, not only its policy, on hosts as chance makes them: connections drop, transactions meet others,
/// hypercalls fail, the agent is killed, and domains come and go under few domids.
@Suite("The agent under faults")
struct AgentSoakTests {
    @Test("The agent writes nothing under a dead domain and keeps every range", arguments: [12, 13, 14] as [UInt64])
    func survives(seed: UInt64) throws {
        let host = try SimulatedHost(seed: seed, scenario: .generated(seed: seed, isCalm: false))
        var faults = MockFaults()
        faults.seed = seed
        faults.conflict = 0.05
        faults.conflictSeries = 3
        faults.spurious = 0.02
        host.xenstore.faults = faults
        let hypervisor = FlakyHypervisor(host.hypervisor, seed: seed)
        var random = SplitMix64(seed: seed)
        var connection = host.connect()
        var agent = try Self.agent(on: host, connection, hypervisor)
        var writes = 0
        for tenth in 0..<900 {
            try host.advance(milliseconds: 100)
            if random.happens(0.01) { connection.disconnect() }
            if random.happens(0.005) {
                connection = host.connect()
                agent = try Self.agent(on: host, connection, hypervisor)
            }
            agent.observer = { report in writes += report.writes.count { $0.outcome == .written } }
            do {
                _ = try agent.turn()
            } catch {
                #expect(error.code == .disconnected)
                connection = host.connect()
                try agent.reconnect(to: connection)
            }
            if tenth % 10 == 9 { try Self.check(host) }
        }
        #expect(writes > 10)
        #expect(hypervisor.failures > 0)
    }

    static func agent(on host: SimulatedHost, _ store: InProcessStore, _ hypervisor: FlakyHypervisor) throws -> Agent {
        try Agent(
            store: store,
            hypervisor: hypervisor,
            clock: AgentClock(now: { host.now }, wallSeconds: { host.now.milliseconds / 1000 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    static func check(_ host: SimulatedHost) throws {
        let model = host.host
        #expect(model.imbalance == .zero)
        #expect(model.free >= .zero)
        let homes = try host.store.directory("/local/domain").compactMap { DomainID(parsing: $0) }
        #expect(Set(homes) == Set(model.domains.map(\.id)))
        for domain in model.domains where domain.id != .zero {
            let path = StorePath.domain(domain.id).appending("memory/target")
            let target = try #require(KiB(parsing: try host.store.read(path, in: .none)))
            let least = min(domain.spec.dynamicMinimum ?? .mib(1), domain.spec.start)
            #expect(target >= least.kib, "domain \(domain.id)")
            #expect(target <= domain.spec.staticMaximum.kib, "domain \(domain.id)")
        }
    }
}

/// A hypervisor that refuses one call in fifty.
final class FlakyHypervisor: Hypervisor {
    private let inner: any Hypervisor
    private let state: Mutex<(random: SplitMix64, failures: Int)>

    init(_ inner: any Hypervisor, seed: UInt64) {
        self.inner = inner
        state = Mutex((SplitMix64(seed: seed), 0))
    }

    var failures: Int {
        state.withLock { $0.failures }
    }

    func domains(into domains: inout [DomainInfo]) throws(HypervisorError) {
        try fail(.domains)
        try inner.domains(into: &domains)
    }

    func hostMemory() throws(HypervisorError) -> HostMemory {
        try fail(.hostMemory)
        return try inner.hostMemory()
    }

    func setMaximum(of domain: DomainID, to limit: KiB) throws(HypervisorError) {
        try fail(.setMaximum)
        try inner.setMaximum(of: domain, to: limit)
    }

    func setPopulateOnDemandTarget(of domain: DomainID, to target: Pages) throws(HypervisorError) {
        try fail(.setPopulateOnDemandTarget)
        try inner.setPopulateOnDemandTarget(of: domain, to: target)
    }

    private func fail(_ operation: HypervisorError.Operation) throws(HypervisorError) {
        let isRefused = state.withLock { state in
            guard state.random.happens(0.02) else { return false }
            state.failures += 1
            return true
        }
        // ENOMEM, as a dom0 under pressure gets it for the hypercall's bounce buffer.
        if isRefused { throw HypervisorError(operation, errno: 12) }
    }
}
