/// One metric: its name, its meaning and its kind stand here once, for the agent that keeps it, for the page, and for
/// whoever prints the status as metrics.
public struct MetricDefinition: Sendable, Hashable {
    /// The name, in Prometheus' way: the unit at its end, `_total` for a counter.
    public let name: String
    /// What it measures, in one sentence.
    public let help: String
    /// How its values are gathered.
    public let kind: Kind

    /// How the values of a metric are gathered.
    public enum Kind: Sendable, Hashable {
        /// A sum that only grows.
        case counter
        /// A value that goes up and down.
        case gauge
        /// Times, in seconds, sorted into those up to each of these bounds.
        case times([Double])
    }

    private init(_ name: String, _ help: String, _ kind: Kind) {
        self.name = "ballast_" + name
        self.help = help
        self.kind = kind
    }
}

extension MetricDefinition {
    /// Every metric, in the order of the page.
    public static let all = host + domain + counters + times

    // The host.

    /// The agent's version, as a label.
    public static let info = MetricDefinition("info", "The agent's version, as a label.", .gauge)
    /// How short free memory is: 0 not, 1 soft, 2 hard, 3 critical.
    public static let pressure = MetricDefinition(
        "host_pressure",
        "How short free memory is: 0 not, 1 soft, 2 hard, 3 critical.",
        .gauge
    )
    /// The host's memory.
    public static let total = MetricDefinition("host_total_bytes", "The host's memory.", .gauge)
    /// What of the host's memory is free.
    public static let free = MetricDefinition("host_free_bytes", "What of the host's memory is free.", .gauge)
    /// What stays free in any case.
    public static let reserve = MetricDefinition("host_reserve_bytes", "What stays free in any case.", .gauge)
    /// What there is to divide among the domains.
    public static let budget = MetricDefinition(
        "host_budget_bytes",
        "What there is to divide among the domains.",
        .gauge
    )
    /// What granted reservations keep.
    public static let reserved = MetricDefinition("host_reserved_bytes", "What granted reservations keep.", .gauge)
    /// How many domains there are.
    public static let domains = MetricDefinition("domains", "How many domains there are.", .gauge)
    private static let host = [info, pressure, total, free, reserve, budget, reserved, domains]

    // Each domain.

    /// What the domain holds.
    public static let current = MetricDefinition("domain_current_bytes", "What the domain holds.", .gauge)
    /// What the domain is never driven below.
    public static let floor = MetricDefinition("domain_floor_bytes", "What the domain is never driven below.", .gauge)
    /// What the domain needs.
    public static let goal = MetricDefinition("domain_goal_bytes", "What the domain needs.", .gauge)
    /// What the domain is never raised above.
    public static let ceiling = MetricDefinition(
        "domain_ceiling_bytes",
        "What the domain is never raised above.",
        .gauge
    )
    /// The balloon target in force.
    public static let target = MetricDefinition("domain_target_bytes", "The balloon target in force.", .gauge)
    /// What the domain holds above its goal.
    public static let pool = MetricDefinition("domain_pool_bytes", "What the domain holds above its goal.", .gauge)
    /// What stalls have added to the domain's goal.
    public static let headroom = MetricDefinition(
        "domain_headroom_bytes",
        "What stalls have added to the domain's goal.",
        .gauge
    )
    /// What the domain's backends hold for it.
    public static let backEndPool = MetricDefinition(
        "domain_backend_pool_bytes",
        "What the domain's backends hold for it.",
        .gauge
    )
    /// The part of its time that the domain waits for memory.
    public static let stall = MetricDefinition(
        "domain_stall_ratio",
        "The part of its time that the domain waits for memory.",
        .gauge
    )
    /// Where the domain stands with the balancer, as a label.
    public static let state = MetricDefinition(
        "domain_state",
        "Where the domain stands with the balancer, as a label.",
        .gauge
    )
    private static let domain = [
        current, floor, goal, ceiling, target, pool, headroom, backEndPool, stall, state,
    ]

    // What has happened since the agent was started.

    /// Rounds that were carried out.
    public static let rounds = MetricDefinition("rounds_total", "Rounds that were carried out.", .counter)
    /// Targets that were written.
    public static let writes = MetricDefinition("target_writes_total", "Targets that were written.", .counter)
    /// How often memory was called back from each of its holders.
    public static let squeezes = MetricDefinition(
        "squeezes_total",
        "How often memory was called back from each of its holders.",
        .counter
    )
    /// Settings and guests' reports that were refused.
    public static let refusals = MetricDefinition(
        "refusals_total",
        "Settings and guests' reports that were refused.",
        .counter
    )
    /// Answers to reservations, by the state that they came to.
    public static let reservations = MetricDefinition(
        "reservations_total",
        "Answers to reservations, by the state that they came to.",
        .counter
    )
    /// What went wrong with the store, the hypervisor and dom0's own files.
    public static let errors = MetricDefinition(
        "errors_total",
        "What went wrong with the store, the hypervisor and dom0's own files.",
        .counter
    )
    /// How often a lost connection to xenstored was replaced.
    public static let reconnections = MetricDefinition(
        "store_reconnections_total",
        "How often a lost connection to xenstored was replaced.",
        .counter
    )
    /// How often a guest wrote without end and was cut off.
    public static let storms = MetricDefinition(
        "watch_storms_total",
        "How often a guest wrote without end and was cut off.",
        .counter
    )
    private static let counters = [
        rounds, writes, squeezes, refusals, reservations, errors, reconnections, storms,
    ]

    // How long things take.

    /// The time of a round, from the first look at the host to the last write.
    public static let roundDuration = MetricDefinition(
        "round_duration_seconds",
        "The time of a round, from the first look at the host to the last write.",
        .times([0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1])
    )
    /// The time from a guest's urgent call to its raised target in the store.
    public static let urgentToTarget = MetricDefinition(
        "urgent_to_target_seconds",
        "The time from a guest's urgent call to its raised target in the store.",
        .times([0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 5, 30])
    )
    /// The time from a lowered target until the domain has come down to it.
    public static let shrinkToFree = MetricDefinition(
        "shrink_to_free_seconds",
        "The time from a lowered target until the domain has come down to it.",
        .times([0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300])
    )
    private static let times = [roundDuration, urgentToTarget, shrinkToFree]
}
