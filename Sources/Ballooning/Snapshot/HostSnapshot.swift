public import Xen

/// Everything that one plan is made from: the host at one instant.
public struct HostSnapshot: Sendable, Hashable, Codable {
    /// What time it is.
    public var now: Instant
    /// The machine's memory.
    public var memory: HostMemory
    /// All domains, sorted by domid.
    public var domains: [DomainSnapshot]
    /// All reservations that were asked for and have not been removed, sorted by id.
    public var reservations: [Reservation]
    /// How dom0 is doing.
    public var controlDomain: ControlDomainPressure
    /// Until when the administrator has asked for every pool to be called back; nil if they have not.
    public var squeezeUntil: Instant?

    /// Makes a snapshot.
    public init(
        now: Instant,
        memory: HostMemory,
        domains: [DomainSnapshot],
        reservations: [Reservation] = [],
        controlDomain: ControlDomainPressure = .none,
        squeezeUntil: Instant? = nil
    ) {
        self.now = now
        self.memory = memory
        self.domains = domains
        self.reservations = reservations
        self.controlDomain = controlDomain
        self.squeezeUntil = squeezeUntil
    }
}
