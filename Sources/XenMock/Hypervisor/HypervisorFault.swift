public import Xen

/// Something that goes wrong in a ``FakeHypervisor``, as it does on real hosts.
public struct HypervisorFault: Sendable, Hashable {
    /// What happens.
    public enum Effect: Sendable, Hashable {
        /// The call fails with this errno: EPERM in a domain without privilege, ENOMEM, EFAULT …
        case fail(Int32)
        /// This domain is gone just before the call: it dies between a reading and the write that follows.
        case vanish(DomainID)
    }

    /// What happens.
    public var effect: Effect
    /// The call that it happens in.
    public var operation: HypervisorError.Operation
    /// The domain that the call has to be about, nil for any call.
    public var domain: DomainID?
    /// How many calls it still happens in.
    public var remaining: Int

    /// Makes a fault that happens in the next `times` calls that fit.
    public init(
        _ effect: Effect,
        in operation: HypervisorError.Operation,
        of domain: DomainID? = nil,
        times: Int = 1
    ) {
        self.effect = effect
        self.operation = operation
        self.domain = domain
        remaining = times
    }

    func concerns(_ operation: HypervisorError.Operation, _ domain: DomainID?) -> Bool {
        self.operation == operation && (self.domain == nil || self.domain == domain)
    }
}
