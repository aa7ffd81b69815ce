import Xen

/// The policy: from what is known of a host to what is to be done, with the reason for each step.
///
/// It has no clock and no connection to anything. The daemon, the simulator, the benchmark and the replay of a recorded
/// trace all call ``plan(_:settings:into:)`` with a snapshot and carry out what comes back.
public struct Balancer: Sendable {
    /// What is remembered from plan to plan.
    public internal(set) var history: History
    /// Storage that is used again in every plan.
    var scratch = Scratch()

    /// Makes a balancer that goes on where `history` ends.
    public init(history: History = History()) {
        self.history = history
    }

    /// Decides what is to be done now.
    ///
    /// - Parameters:
    ///   - snapshot: the host at one instant.
    ///   - settings: what the administrator wants.
    ///   - plan: is replaced; its storage is reused.
    public mutating func plan(_ snapshot: HostSnapshot, settings: Settings, into plan: inout Plan) {
        plan.clear(for: snapshot.domains)
        var budget = Budget(snapshot, settings: settings.host)
        observe(snapshot, settings, &budget, &plan)
        answerReservations(snapshot, settings, &budget, &plan)
        divide(settings, budget, &plan)
        shareStall(snapshot, settings, &plan)
        callBackPools(snapshot, settings, budget, &plan)
        approach(snapshot, settings, &plan.decisions, &plan.writes)
        plan.waiting = raise(now: snapshot.now, budget, &plan.decisions, &plan.writes)
        conclude(snapshot, settings, budget, &plan)
    }

    /// Takes note of what became of a write of the last plan. A plan starts from what the next snapshot says, so only
    /// the clock of the approach has to know: a step that was not written is taken again at once.
    public mutating func note(_ outcome: WriteOutcome, of write: PlannedWrite) {
        guard outcome == .failed || outcome == .postponed else { return }
        guard let index = history.domains.index(of: write.domain, by: \.id),
            history.domains[index].uuid == write.uuid
        else { return }
        history.domains[index].approach.retry()
    }

    /// Storage that outlives a plan, so that a steady host's plan allocates nothing.
    struct Scratch: Sendable {
        var tasks = Tasks()
        var history: [DomainHistory] = []
        var division = FairDivision()
        var donors: [Donor] = []
    }
}
