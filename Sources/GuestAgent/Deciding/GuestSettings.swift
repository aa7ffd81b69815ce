import Xen

/// How the agent of a guest behaves.
package struct GuestSettings: Sendable, Hashable {
    /// How often the guest's memory is looked at while all is quiet.
    package var sampling: Duration = .seconds(1)
    /// How often a report goes out while figures move a little.
    package var interval: Duration = .seconds(5)
    /// How often a report goes out while nothing moves at all, as a sign of life.
    package var heartbeat: Duration = .seconds(30)
    /// The change that is reported as soon as it is seen, in thousandths of the guest's memory. An eighth of it counts
    /// as moving a little.
    package var threshold = 20
    /// The least time between two reports, and between two urgent requests.
    package var gap: Duration = .milliseconds(100)
    /// Whether urgent requests are made.
    package var urgent = true
    /// The stall that the kernel is to tell of at once, microseconds within a window of microseconds.
    package var trigger = PressureTrigger.standard
    /// Whether pages are pulled back from swap.
    package var selfShrinking = true
    /// The part of the swapped pages that is pulled back each interval is one by this many: the seed's
    /// `frontswap_hysteresis`.
    package var swapHysteresis = 20
    /// For how many intervals swap use must not have grown before pages are pulled back: the seed's `frontswap_inertia`.
    package var swapInertia = 3

    /// The agent's own choice of everything.
    package init() {}

    /// These settings with what dom0 has set.
    func applying(_ tunables: GuestTunables) -> GuestSettings {
        var settings = self
        if let seconds = tunables.intervalSeconds { settings.interval = .seconds(seconds) }
        settings.selfShrinking = tunables.selfShrinking ?? selfShrinking
        settings.swapHysteresis = tunables.swapHysteresis ?? swapHysteresis
        settings.swapInertia = tunables.swapInertia ?? swapInertia
        return settings
    }

    /// The change of an amount that is told at once, in a guest of this size.
    func noticeable(of total: KiB) -> KiB {
        KiB(total.count / 1000 * threshold)
    }
}
