/// What the balancer remembers of the host from plan to plan.
public struct HostHistory: Sendable, Hashable {
    /// How short free memory was.
    public internal(set) var level = PressureLevel.none
    /// Whether dom0 was pressed.
    public internal(set) var isControlDomainPressed = false
    /// Where Xen's own alarm stands.
    var lowMemory = LowMemorySteps()
    /// When giving way was last considered.
    var sharedAt = Instant.distantPast

    /// Nothing yet.
    public init() {}
}
