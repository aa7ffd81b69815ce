import Glibc
import Synchronization
public import Xen

/// A hypervisor in memory. It knows what a balancer asks for and refuses what Xen refuses; what the domains do with
/// their memory is the test's to say, or the simulator's.
///
/// Any thread may call.
public final class FakeHypervisor: Hypervisor {
    private let state: Mutex<State>

    /// Makes a host without domains.
    ///
    /// - Parameters:
    ///   - total: all its memory.
    ///   - overhead: what Xen keeps for itself; 24 MiB in the lab's Xen 4.17.
    public init(total: Pages, overhead: Pages = .mib(24)) {
        state = Mutex(State(total: total, overhead: overhead))
    }

    /// Adds a domain, or replaces the one with its domid. Memory that the host does not have is not checked: a test may
    /// want just that.
    public func add(_ domain: DomainInfo) {
        state.withLock { $0.domains[domain.id] = domain }
    }

    /// Takes a domain and its memory away.
    public func remove(_ domain: DomainID) {
        state.withLock { $0.forget(domain) }
    }

    /// The domain as the hypervisor has it, nil if there is none.
    public func domain(_ id: DomainID) -> DomainInfo? {
        state.withLock { $0.domains[id] }
    }

    /// Changes a domain that is there.
    public func update(_ id: DomainID, _ change: (inout DomainInfo) -> Void) {
        state.withLock { state in
            guard var domain = state.domains[id] else { return }
            change(&domain)
            state.domains[id] = domain
        }
    }

    /// Lets a domain take memory, as its balloon driver does when it deflates.
    ///
    /// - Returns: what it got: no more than the host has free and than the domain's limit allows.
    public func populate(_ id: DomainID, _ amount: Pages) -> Pages {
        state.withLock { state in
            guard var domain = state.domains[id] else { return .zero }
            let room = min(domain.maximum - domain.current, state.free)
            let granted = max(.zero, min(amount, room))
            domain.current = domain.current + granted
            state.domains[id] = domain
            return granted
        }
    }

    /// Takes memory that a domain gives back, as its balloon driver does when it inflates.
    ///
    /// - Returns: what it gave: no more than it had.
    public func release(_ id: DomainID, _ amount: Pages) -> Pages {
        state.withLock { state in
            guard var domain = state.domains[id] else { return .zero }
            let given = max(.zero, min(amount, domain.current))
            domain.current = domain.current - given
            state.domains[id] = domain
            return given
        }
    }

    /// Pages that belong to nobody but are still being wiped: they are not free yet.
    public var scrubbing: Pages {
        get { state.withLock { $0.scrubbing } }
        set { state.withLock { $0.scrubbing = newValue } }
    }

    /// The populate-on-demand target that was set last, nil if none was.
    public func populateOnDemandTarget(of domain: DomainID) -> Pages? {
        state.withLock { $0.targets[domain] }
    }

    /// How often each call was made, failures included.
    public var calls: [HypervisorError.Operation: Int] {
        state.withLock { $0.calls }
    }

    /// Lets calls fail from now on. Faults are looked at in the order in which they were injected.
    public func inject(_ fault: HypervisorFault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// Takes all faults back.
    public func clearFaults() {
        state.withLock { $0.faults = [] }
    }

    /// All domains, sorted by domid.
    public func domains(into domains: inout [DomainInfo]) throws(HypervisorError) {
        let listed = call(.domains) { $0.domains.rows }
        domains.removeAll(keepingCapacity: true)
        domains.append(contentsOf: try listed.get())
    }

    /// The host's memory: what the domains and Xen itself do not hold is free.
    public func hostMemory() throws(HypervisorError) -> HostMemory {
        let memory: Result<HostMemory, HypervisorError> = call(.hostMemory) { state in
            HostMemory(
                total: state.total,
                free: state.free,
                scrubbing: state.scrubbing,
                claimed: state.domains.claimed
            )
        }
        return try memory.get()
    }

    /// Sets the limit. As in Xen it may be less than what the domain holds.
    public func setMaximum(of domain: DomainID, to limit: KiB) throws(HypervisorError) {
        let result: Result<Void, HypervisorError> = call(.setMaximum, domain) { state in
            state.domains[domain]?.maximum = Pages(flooring: limit)
        }
        try result.get()
    }

    /// Sets the target. As in Xen a PV domain has none, and it is not above the limit.
    public func setPopulateOnDemandTarget(of domain: DomainID, to target: Pages) throws(HypervisorError) {
        let result: Result<Bool, HypervisorError> = call(.setPopulateOnDemandTarget, domain) { state in
            guard let info = state.domains[domain], info.flags.contains(.hardwareAssisted), target <= info.maximum,
                target >= .zero
            else { return false }
            state.targets[domain] = target
            return true
        }
        guard try result.get() else {
            throw HypervisorError(.setPopulateOnDemandTarget, domain: domain, errno: EINVAL)
        }
    }

    private func call<Value: Sendable>(
        _ operation: HypervisorError.Operation,
        _ domain: DomainID? = nil,
        _ body: (inout State) -> Value
    ) -> Result<Value, HypervisorError> {
        state.withLock { state in
            state.calls[operation, default: 0] += 1
            if let errno = state.takeFault(operation, domain) {
                return .failure(HypervisorError(operation, domain: domain, errno: errno))
            }
            if let domain, state.domains[domain] == nil {
                return .failure(HypervisorError(operation, domain: domain, errno: ESRCH))
            }
            return .success(body(&state))
        }
    }
}
