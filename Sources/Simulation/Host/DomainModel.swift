public import Xen

/// One domain of the simulated host.
public struct DomainModel: Sendable {
    /// Its domid.
    public let id: DomainID
    /// What it was started with.
    public let spec: DomainSpec
    /// When it was started, in microseconds of the host's time.
    public let born: Int
    /// What Xen says of its state.
    public internal(set) var flags: DomainInfo.Flags
    /// The pages it holds.
    public internal(set) var held: Pages
    /// The pages it may hold at most, maxmem.
    public internal(set) var maximum: Pages
    /// Its `memory/target`.
    public internal(set) var target: Pages
    /// The guest's memory.
    public internal(set) var guest: GuestMemory
    /// What the guest says of it.
    public internal(set) var reporter: GuestReporter
    /// Populate on demand: what the guest believes to have beyond what the domain holds, until its balloon driver has
    /// taken it away.
    public internal(set) var unpopulated = Pages.zero

    /// Makes a domain that has just been built.
    init(_ spec: DomainSpec, id: DomainID, at microseconds: Int) {
        self.id = id
        self.spec = spec
        born = microseconds
        flags = spec.hardwareAssisted ? [.running, .hardwareAssisted] : .running
        held = spec.start + spec.driver.offset
        // libxl leaves a MiB above what the domain starts with.
        maximum = held + .mib(1)
        target = spec.start
        if case .populateOnDemand = spec.driver.kind { unpopulated = spec.staticMaximum - spec.start }
        guest = GuestMemory(
            size: max(.mib(1), spec.start + unpopulated - spec.hidden),
            kernel: min(spec.kernel, max(.mib(1), spec.start + unpopulated - spec.hidden)),
            swap: spec.swap,
            tasks: spec.tasks
        )
        reporter = GuestReporter(spec.reporter)
    }

    /// What the workload wants now.
    public func demand(at microseconds: Int) -> Demand {
        spec.workload.demand(at: microseconds, age: microseconds - born)
    }

    /// What the domain must hold for its workload to run without a stall.
    public func need(for demand: Demand) -> Pages {
        spec.hidden + spec.driver.offset + guest.kernel + demand.workingSet + guest.watermark
    }

    /// Whether it runs: not paused, not dying, not stopped.
    public var isRunning: Bool {
        flags.isDisjoint(with: [.paused, .dying, .shutdown])
    }
}
