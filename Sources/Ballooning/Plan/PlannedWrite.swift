public import Xen

/// One change to one domain. The order of its parts is given by ``order``; each part that is nil is left as it is.
public struct PlannedWrite: Sendable, Hashable, Codable {
    /// The domain's number.
    public var domain: DomainID
    /// The domain's identity, to be compared before anything is written.
    public var uuid: DomainUUID
    /// In which order the parts are written.
    public var order: Order
    /// What goes into `memory/target`.
    public var target: Pages?
    /// What the hypervisor is to limit the domain to.
    public var maximum: KiB?
    /// What the populate-on-demand cache is to aim at, for a domain with hardware page tables.
    public var populateOnDemandTarget: Pages?
    /// Whether `memory/uncooperative` is to be there.
    public var uncooperative: Bool?
    /// Why.
    public var reason: Reason

    /// Makes a change.
    public init(
        domain: DomainID,
        uuid: DomainUUID,
        order: Order,
        target: Pages? = nil,
        maximum: KiB? = nil,
        populateOnDemandTarget: Pages? = nil,
        uncooperative: Bool? = nil,
        reason: Reason
    ) {
        self.domain = domain
        self.uuid = uuid
        self.order = order
        self.target = target
        self.maximum = maximum
        self.populateOnDemandTarget = populateOnDemandTarget
        self.uncooperative = uncooperative
        self.reason = reason
    }

    /// The orders in which a change is written.
    public enum Order: UInt8, Sendable, Hashable, Codable {
        /// The target, then the limit: the guest must not find its limit below its target.
        case lower
        /// The limit, then the target, for the same reason.
        case raise
        /// The limit alone: the target stays as it is.
        case limitOnly
        /// Nothing but the flag.
        case flagOnly
    }
}
