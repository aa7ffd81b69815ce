import BallastAgent
import Ballooning
import FlightRecorder
import Logging
import Simulation
import Xen

/// Rounds of an agent on a simulated host, as the recorder gets them.
struct RecordedHost {
    /// The rounds, each with what the balancer remembered after it.
    private(set) var rounds: [(round: RecordedRound, history: History)] = []

    /// Lets a host live for that long.
    init(seed: UInt64, seconds: Int) throws {
        let host = try SimulatedHost(seed: seed)
        let agent = try Agent(
            store: host.connect(),
            hypervisor: host.hypervisor,
            clock: AgentClock(now: { host.now }, wallSeconds: { host.now.milliseconds / 1000 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var rounds: [(round: RecordedRound, history: History)] = []
        agent.observer = { report in
            let round = RecordedRound(
                wallSeconds: 1_700_000_000 + report.now.milliseconds / 1000,
                snapshot: report.snapshot,
                names: report.names,
                settings: report.settings,
                plan: report.plan,
                outcomes: report.writes.map(\.outcome)
            )
            rounds.append((round, report.history))
        }
        for _ in 0..<seconds * 10 {
            try host.advance(milliseconds: 100)
            _ = try agent.turn()
        }
        self.rounds = rounds
    }
}
