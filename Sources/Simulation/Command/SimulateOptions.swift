/// What `ballast simulate` is asked to do.
public struct SimulateOptions: Sendable {
    /// What is to come of it.
    public var mode: Mode
    /// Decides everything that is left to chance.
    public var seed: UInt64
    /// The names of the scenarios, or parts of them; empty for all.
    public var scenarios: [String]
    /// A host made of a recording; it runs before the scenarios that are named, or alone if there are none.
    public var recorded: Scenario?
    /// Whether tables are Markdown.
    public var isMarkdown: Bool

    /// Makes options.
    public init(
        mode: Mode,
        seed: UInt64 = 1,
        scenarios: [String] = [],
        recorded: Scenario? = nil,
        isMarkdown: Bool = false
    ) {
        self.mode = mode
        self.seed = seed
        self.scenarios = scenarios
        self.recorded = recorded
        self.isMarkdown = isMarkdown
    }

    /// The things that can be done.
    public enum Mode: Sendable {
        /// All policies on the scenarios, side by side.
        case compare
        /// A picture of Ballast on each of the scenarios.
        case plot
        /// The invariants on generated hosts, for at least so many decisions about a domain.
        case soak(domainRounds: Int)
        /// The scenarios' names and what they are about.
        case list
    }
}
