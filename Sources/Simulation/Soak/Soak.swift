import Ballooning
import Xen

/// Runs Ballast on one generated host after the other, with faults, and checks the invariants in every step.
public struct Soak: Sendable {
    /// Decides every host and every fault.
    public var seed: UInt64
    /// How many decisions about a domain are looked at, at least.
    public var domainRounds: Int

    /// Makes a soak.
    public init(seed: UInt64, domainRounds: Int) {
        self.seed = seed
        self.domainRounds = domainRounds
    }

    /// Runs until the length is reached or an invariant is broken.
    public func run() -> SoakReport {
        var report = SoakReport(seed: seed)
        var episode: UInt64 = 0
        while report.domainRounds < domainRounds, report.violation == nil {
            // Every fourth host is one on which nothing changes: there the targets must come to rest.
            runEpisode(seed &+ episode &* 0x9E37_79B9, isCalm: episode % 4 == 3, into: &report)
            episode += 1
        }
        return report
    }

    /// After that time without any change the targets must be at rest, in microseconds.
    private static let settling = 1200 * second

    private func runEpisode(_ seed: UInt64, isCalm: Bool, into report: inout SoakReport) {
        let scenario = Scenario.generated(seed: seed, isCalm: isCalm)
        let settings = scenario.settings
        var simulator = Simulator(scenario, policy: BallastPolicy(settings: settings))
        if !isCalm {
            var faults = Faults(seed: seed)
            faults.failure = 0.02
            faults.vanishing = 0.003
            faults.disconnection = 0.005
            simulator.faults = faults
        }
        var auditor = InvariantAuditor(reserve: settings.host.reserve(of: scenario.total))
        var rounds = 0
        var settled = 0
        var lastSigns = 0
        var steadySince = 0
        var isAtRest = false
        while !simulator.isOver, auditor.violation == nil {
            simulator.advance(auditor: &auditor)
            auditor.checkPages(simulator.host, simulator.reserved)
            guard simulator.rounds > rounds else { continue }
            rounds = simulator.rounds
            auditor.check(simulator.policy.plan, simulator.snapshot)
            // A guest that stalls or swaps is no steady input: the policy goes on looking for what it needs, and takes
            // its time to go back.
            let signs = simulator.host.stallSigns
            if signs != lastSigns { steadySince = simulator.host.microseconds }
            lastSigns = signs
            let isSteady = isCalm && simulator.host.microseconds - steadySince > Self.settling
            if isSteady { isAtRest = true } else { settled = auditor.targetWrites }
            if auditor.targetWrites > settled {
                auditor.fail("I5: a target is written though nothing has changed for long")
            }
        }
        report.episodes += 1
        if isAtRest { report.atRest += 1 }
        report.domainRounds += auditor.domainRounds
        report.targetWrites += auditor.targetWrites
        report.hostSeconds += simulator.host.microseconds / second
        guard let violation = auditor.violation else { return }
        report.violation = violation
        report.episodeSeed = seed
        report.isCalm = isCalm
        report.lastRounds = auditor.lastRounds + auditor.state
    }
}

extension HostModel {
    /// Changes whenever a guest waits for memory or swaps.
    fileprivate var stallSigns: Int {
        domains.reduce(0) { sum, domain in
            let counters = domain.guest.counters
            return sum + counters.stallSome + counters.majorFaults + counters.swappedOut.count
        }
    }
}
