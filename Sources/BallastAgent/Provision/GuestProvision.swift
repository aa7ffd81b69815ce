import Ballooning
import Xen

/// What dom0 leaves in a guest's home for the agent that runs in the guest.
struct GuestProvision: Equatable, Sendable {
    /// What `ballast-guest` is told; what nobody has set is left to the guest.
    var tunables = GuestTunables()
    /// Whether Qubes' meminfo-writer is to find the node that it writes.
    var hasMeminfoNode = false

    /// Leaves nothing.
    init() {}

    /// What a guest of these settings is to find.
    ///
    /// - Parameter isSet: whether anybody has set a key.
    init(_ settings: DomainSettings, isSet: (String) -> Bool) {
        hasMeminfoNode = settings.hasMeminfoNode
        if isSet("selfballoon-interval") {
            let seconds = Int(settings.interval.count / 1000)
            tunables.intervalSeconds = min(max(seconds, 1), GuestTunables.longestInterval)
        }
        if isSet("frontswap-selfshrinking") { tunables.selfShrinking = settings.swapSelfShrinking }
        if isSet("frontswap-hysteresis") { tunables.swapHysteresis = settings.swapHysteresis }
        if isSet("frontswap-inertia") { tunables.swapInertia = settings.swapInertia }
    }
}
