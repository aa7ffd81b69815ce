import Ballooning

/// Every policy on every scenario.
public struct Comparison: Sendable {
    /// The results, scenario by scenario, each in the order of ``policies``.
    public private(set) var results: [RunResult] = []
    /// The policies' names: Ballast first, the bound last.
    public private(set) var policies: [String] = []
    /// The scenarios' names.
    public private(set) var scenarios: [String] = []

    /// Makes an empty comparison.
    public init() {}

    /// Runs all policies on a scenario.
    public mutating func run(_ scenario: Scenario) {
        scenarios.append(scenario.name)
        add(scenario, BallastPolicy(settings: scenario.settings))
        add(scenario, StaticSplit())
        add(scenario, SqueezedPolicy())
        add(scenario, QmemmanPolicy())
        add(scenario, SelfballoonPolicy())
        add(scenario, ProxmoxPolicy())
        add(scenario, ClairvoyantPolicy())
    }

    private mutating func add(_ scenario: Scenario, _ policy: some BalancingPolicy) {
        if !policies.contains(policy.name) { policies.append(policy.name) }
        var simulator = Simulator(scenario, policy: policy)
        results.append(simulator.run())
    }

    /// What one policy made of one scenario.
    public func result(_ scenario: String, _ policy: String) -> RunResult? {
        results.first { $0.scenario == scenario && $0.policy == policy }
    }

    /// The sum over all scenarios.
    public func total(_ policy: String) -> RunResult? {
        var own = results.filter { $0.policy == policy }
        guard var sum = own.popLast() else { return nil }
        let count = Double(own.count + 1)
        for result in own {
            sum.stallSeconds += result.stallSeconds
            sum.swapped += result.swapped
            sum.refaults += result.refaults
            sum.kills += result.kills
            sum.unfairness += result.unfairness
            sum.targetWrites += result.targetWrites
            sum.burstSeconds += result.burstSeconds
            sum.longestBurstSeconds = max(sum.longestBurstSeconds, result.longestBurstSeconds)
            sum.startDelaySeconds += result.startDelaySeconds
        }
        sum.scenario = "all"
        sum.unfairness /= count
        sum.burstSeconds /= count
        return sum
    }
}
