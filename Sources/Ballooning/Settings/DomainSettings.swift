public import Xen

/// The settings of one domain, or the default of all. The names are those of the keys in xenstore.
public struct DomainSettings: Sendable, Hashable, Codable {
    /// `selfballooning`: whether the domain is balanced at all.
    public var selfballooning = true
    /// `estimator`: how its need is read from its report.
    public var estimator = Estimator.committed
    /// `selfballoon-interval`: the time from one step to the next. The selfballoon driver's default.
    public var interval = Milliseconds.seconds(5)
    /// `selfballoon-downhysteresis`: the part of the way to a smaller goal that one step takes is one over this; 1 or
    /// more. The selfballoon driver's default.
    public var downHysteresis = 8
    /// `selfballoon-uphysteresis`: the same towards a larger goal.
    public var upHysteresis = 1
    /// `selfballoon-reserved-mb`: what is kept on top of the estimate; nil means a tenth of the guest's memory, the
    /// default of the driver's last versions.
    public var reserved: Pages?
    /// `selfballoon-min-usable-mb`: the floor where there is no `memory/dynamic-min`; nil means the driver's curve.
    public var minimumUsable: Pages?
    /// `dynamic-min-mb`: the floor, in place of what `memory/dynamic-min` says; nil leaves it to that.
    public var dynamicMinimum: Pages?
    /// `dynamic-max-mb`: the ceiling, in place of what `memory/dynamic-max` says; nil leaves it to that. What the domain
    /// was built for is never exceeded.
    public var dynamicMaximum: Pages?
    /// `frontswap-selfshrinking`: whether a calm guest is given room for its swapped pages and asked to take them back.
    public var swapSelfShrinking = false
    /// `frontswap-hysteresis`: the part of the swapped pages that one step takes back is one over this.
    public var swapHysteresis = 20
    /// `frontswap-inertia`: how many calm intervals pass before the first step.
    public var swapInertia = 3
    /// `weight`: the domain's claim on what is divided, relative to that of the others; 1 to ``largestWeight``.
    public var weight = 100
    /// `max-buffer-pages`: the most that the domain may hold above its goal; nil sets no limit but its ceiling.
    public var poolLimit: Pages?
    /// `buffer-squeeze-duration-ms`: how long the limit is 0 after a sign of pressure.
    public var squeezeDuration = Milliseconds.seconds(10)
    /// `urgent-rate`: how many urgent calls are heard in a minute.
    public var urgentRate = 12
    /// `stall-threshold-us`: the stall per second from which the domain counts as stalled.
    public var stallThreshold = StallRate(microsecondsPerSecond: 2_000)
    /// `direction-block-ms`: how long after a raise the domain is not lowered without need.
    public var directionBlock = Milliseconds.seconds(10)
    /// `meminfo-node`: whether the guest is given the node that Qubes' meminfo-writer writes, which xl does not make.
    public var hasMeminfoNode = false

    /// The defaults.
    public init() {}

    /// The largest weight.
    public static let largestWeight = 10_000
}
