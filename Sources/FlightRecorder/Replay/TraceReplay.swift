public import Ballooning

/// Makes the plans of a recorded run again.
public struct TraceReplay: Sendable {
    /// What a round comes to when it is replayed.
    public struct Round: Sendable {
        /// The round as it was recorded.
        public var recorded: RecordedRound
        /// The plan that was made now.
        public var plan: Plan
        /// Whether the two plans are the same, byte for byte.
        public var isEqual: Bool
    }

    private let run: Trace.Run
    private let change: @Sendable (inout RecordedRound) -> Void

    /// Makes a replay.
    ///
    /// - Parameter change: makes each round what it would have been under other settings. What the guests did under the
    ///   recorded ones is not changed by it: a replay tells what would have been decided about the same host, and not what
    ///   would have become of it.
    public init(_ run: Trace.Run, change: @escaping @Sendable (inout RecordedRound) -> Void = { _ in }) {
        self.run = run
        self.change = change
    }

    /// Replays all rounds.
    public func rounds() -> [Round] {
        var balancer = Balancer(history: run.history)
        return run.rounds.map { recorded in
            var changed = recorded
            change(&changed)
            var plan = Plan()
            balancer.plan(changed.snapshot, settings: changed.settings, into: &plan)
            let isEqual = Self.bytes(plan) == Self.bytes(recorded.plan)
            // A write that the recorded plan did not have is taken to succeed.
            let outcomes = Dictionary(
                zip(recorded.plan.writes.map(\.domain), recorded.outcomes),
                uniquingKeysWith: { first, _ in first }
            )
            if !recorded.outcomes.isEmpty {
                for write in plan.writes { balancer.note(outcomes[write.domain] ?? .written, of: write) }
            }
            return Round(recorded: recorded, plan: plan, isEqual: isEqual)
        }
    }

    private static func bytes(_ plan: Plan) -> [UInt8]? {
        try? TraceEncoder.bytes(of: plan)
    }
}
