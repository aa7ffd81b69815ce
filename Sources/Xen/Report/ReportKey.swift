/// The keys of a guest's nodes. Amounts are KiB, counters run from the guest's boot.
public enum ReportKey: String, Sendable, Hashable, CaseIterable {
    /// The format's version.
    case version = "v"
    /// A number that differs from that of the line before.
    case sequence = "seq"
    /// An ``UrgentRequest``'s need in KiB.
    case need
    /// MemTotal of /proc/meminfo.
    case total
    /// MemFree of /proc/meminfo.
    case free
    /// MemAvailable of /proc/meminfo.
    case available
    /// Committed_AS of /proc/meminfo.
    case committed
    /// Cached of /proc/meminfo.
    case cached
    /// SwapTotal of /proc/meminfo.
    case swapTotal = "swap-total"
    /// SwapFree of /proc/meminfo.
    case swapFree = "swap-free"
    /// SwapCached of /proc/meminfo.
    case swapCached = "swap-cached"
    /// The `some` total of /proc/pressure/memory, in microseconds.
    case stallSome = "psi-some-us"
    /// The `full` total of /proc/pressure/memory, in microseconds.
    case stallFull = "psi-full-us"
    /// pswpin of /proc/vmstat, in pages.
    case swappedIn = "pswpin"
    /// pswpout of /proc/vmstat, in pages.
    case swappedOut = "pswpout"
    /// The working set refaults of /proc/vmstat, anonymous and file together.
    case refaults = "refault"
    /// pgmajfault of /proc/vmstat.
    case majorFaults = "majfault"
    /// What the balloon driver holds, in KiB.
    case balloon
    /// What the balloon driver believes the domain to hold, in KiB.
    case balloonCurrent = "balloon-current"
    /// What the balloon driver works towards, in KiB.
    case balloonTarget = "balloon-target"
    /// What of the swapped pages lies compressed in the guest's own memory, in KiB.
    case frontswap
    /// A ``SwapPullBack``.
    case pullBack = "pullback"
    /// A ``GuestTunables``' interval, in seconds.
    case interval = "selfballoon-interval"
    /// Whether a guest pulls pages back from swap: 0 or 1.
    case selfShrinking = "frontswap-selfshrinking"
    /// The part of the swapped pages pulled back each interval: one by this many.
    case swapHysteresis = "frontswap-hysteresis"
    /// For how many intervals swap use must not have grown before.
    case swapInertia = "frontswap-inertia"
}
