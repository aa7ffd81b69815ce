public import Ballooning
import Xen

/// Ballast itself: the balancer of the daemon, asked directly.
public struct BallastPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name: String
    /// The plan of the last round, for plots and for the invariants.
    public private(set) var plan = Plan()

    private var balancer = Balancer()
    private let settings: Settings

    /// Makes a balancer.
    ///
    /// - Parameters:
    ///   - settings: what the administrator wants.
    ///   - name: how it is called in tables.
    public init(settings: Settings = Settings(), name: String = "Ballast") {
        self.settings = settings
        self.name = name
    }

    /// Makes a plan and passes it on.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        balancer.plan(view.snapshot, settings: settings, into: &plan)
        for write in plan.writes {
            round.writes.append(
                PolicyWrite(
                    domain: write.domain,
                    uuid: write.uuid,
                    target: write.target,
                    maximum: write.maximum.map { Pages(flooring: $0) },
                    populateOnDemandTarget: write.populateOnDemandTarget
                )
            )
        }
        round.answers.append(contentsOf: plan.answers)
        let pause = (plan.nextDeadline - view.snapshot.now).count
        round.pauseMilliseconds = Int(min(max(pause, 100), 60_000))
        round.waitsForMemory = plan.waiting > .zero
    }

    /// Tells the balancer.
    public mutating func note(_ outcome: WriteOutcome, ofWrite index: Int) {
        balancer.note(outcome, of: plan.writes[index])
    }
}
