/// What the balancer remembers of the host from plan to plan.
public struct HostHistory: Sendable, Hashable, Codable {
    /// How short free memory was.
    public internal(set) var level = PressureLevel.none
    /// Whether dom0 was pressed.
    public internal(set) var isControlDomainPressed = false
    /// Where Xen's own alarm stands.
    var lowMemory = LowMemorySteps()
    /// When the last squeeze of any domain ends.
    var squeezeEnd = Instant.distantPast
    /// Whether some domain gives way, or has not got everything back.
    var isAnyGiving = false
    /// When giving way was last considered.
    var sharedAt = Instant.distantPast

    /// Nothing yet.
    public init() {}
}
