public import Ballooning
public import Xen

/// What one round saw, decided and did: for a live view, a test, or anybody else who looks on.
///
/// It shares the agent's own storage. Whoever keeps it until the next round makes that round copy what both need.
public struct RoundReport: Sendable {
    /// What the plan was made from.
    public var snapshot: HostSnapshot
    /// The settings that it was made under.
    public var settings: Settings
    /// What was decided.
    public var plan: Plan
    /// What was written, with what became of it.
    public var writes: [Write]
    /// What the balancer remembers after it.
    public var history: History
    /// How long the round took, from the first look at the host to the last write.
    public var duration: Duration

    let records: [DomainRecord]

    /// When the round was made.
    public var now: Instant { snapshot.now }

    /// The host's memory as the round saw it.
    public var memory: HostMemory { snapshot.memory }

    /// What was decided for the host.
    public var host: HostDecision { plan.host }

    /// One entry for each domain, in the order of the domids.
    public var domains: [Domain] {
        zip(records, zip(snapshot.domains, plan.decisions)).map { record, rest in
            Domain(name: record.displayName, snapshot: rest.0, decision: rest.1)
        }
    }

    /// The domains' names, in the order of the domids.
    public var names: [String] { records.map(\.displayName) }

    /// What the agent does, in a few words that stay the same as long as nothing of note happens.
    public var summary: String {
        let guests = plan.decisions.count { $0.id != .zero }
        return "balancing \(guests) \(guests == 1 ? "guest" : "guests"), pressure \(plan.host.level)"
    }

    /// A domain with what was decided for it.
    public struct Domain: Sendable {
        /// The domain's name.
        public var name: String
        /// What the hypervisor and the store said of it.
        public var snapshot: DomainSnapshot
        /// What was decided.
        public var decision: DomainDecision
    }

    /// A write of the plan.
    public struct Write: Sendable {
        /// What was planned.
        public var planned: PlannedWrite
        /// What became of it.
        public var outcome: WriteOutcome
    }
}
