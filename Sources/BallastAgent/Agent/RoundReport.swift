public import Ballooning
public import Xen

/// What one round saw, decided and did: for a live view, a test, or anybody else who looks on.
public struct RoundReport: Sendable {
    /// When the round was made.
    public var now: Instant
    /// The host's memory as the round saw it.
    public var memory: HostMemory
    /// What was decided for the host.
    public var host: HostDecision
    /// One entry for each domain, in the order of the domids.
    public var domains: [Domain]
    /// What was written, with what became of it.
    public var writes: [Write]

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
