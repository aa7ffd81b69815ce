public import Ballooning

/// One round: what it saw, what it decided, and what became of that.
public struct RecordedRound: Sendable {
    /// When it was made, in seconds since 1970.
    public var wallSeconds: Int64
    /// What the plan was made from.
    public var snapshot: HostSnapshot
    /// The domains' names, in the order of the snapshot's domains.
    public var names: [String]
    /// The settings that the plan was made under.
    public var settings: Settings
    /// The plan.
    public var plan: Plan
    /// What became of each of the plan's writes; empty where they were not made.
    public var outcomes: [WriteOutcome]

    /// Makes a round.
    public init(
        wallSeconds: Int64,
        snapshot: HostSnapshot,
        names: [String],
        settings: Settings,
        plan: Plan,
        outcomes: [WriteOutcome]
    ) {
        self.wallSeconds = wallSeconds
        self.snapshot = snapshot
        self.names = names
        self.settings = settings
        self.plan = plan
        self.outcomes = outcomes
    }
}
