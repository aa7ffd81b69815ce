import Ballooning

extension SettingDefinition {
    /// Every setting there is. The keys keep the words of the kernel drivers that the policy comes from.
    public static let all: [SettingDefinition] = perDomain + host

    private static let perDomain: [SettingDefinition] = [
        .flag(
            "selfballooning",
            \DomainSettings.selfballooning,
            "Whether the domain is balanced."
        ),
        .choice(
            "estimator",
            \DomainSettings.estimator,
            "What a guest's need is read from: the memory its programs were promised, or the memory in use."
        ),
        .number(
            "selfballoon-interval",
            \DomainSettings.interval,
            1...3600,
            in: .seconds,
            "The time from one step of a domain to the next."
        ),
        .number(
            "selfballoon-downhysteresis",
            \DomainSettings.downHysteresis,
            1...1000,
            in: .bare,
            "One step towards a smaller goal goes one part in so many of the way."
        ),
        .number(
            "selfballoon-uphysteresis",
            \DomainSettings.upHysteresis,
            1...1000,
            in: .bare,
            "One step towards a larger goal goes one part in so many of the way."
        ),
        .automatic(
            "selfballoon-reserved-mb",
            \DomainSettings.reserved,
            0...1_048_576,
            in: .mebibytes,
            "What a domain gets on top of its estimated need; a tenth of the guest's memory if left alone."
        ),
        .automatic(
            "selfballoon-min-usable-mb",
            \DomainSettings.minimumUsable,
            1...1_048_576,
            in: .mebibytes,
            "What a guest's kernel always has to manage where memory/dynamic-min is not set; grows with its size if left alone."
        ),
        .automatic(
            "dynamic-min-mb",
            \DomainSettings.dynamicMinimum,
            1...1_048_576,
            in: .mebibytes,
            "What a domain is never driven below; its memory/dynamic-min if left alone."
        ),
        .automatic(
            "dynamic-max-mb",
            \DomainSettings.dynamicMaximum,
            1...1_048_576,
            in: .mebibytes,
            "What a domain is never raised above; its memory/dynamic-max if left alone."
        ),
        .flag(
            "frontswap-selfshrinking",
            \DomainSettings.swapSelfShrinking,
            "Whether a calm guest is given room for its swapped pages and asked to take them back."
        ),
        .number(
            "frontswap-hysteresis",
            \DomainSettings.swapHysteresis,
            1...1000,
            in: .bare,
            "One step takes back one part in so many of the swapped pages."
        ),
        .number(
            "frontswap-inertia",
            \DomainSettings.swapInertia,
            1...1000,
            in: .bare,
            "How many calm intervals pass before the first step."
        ),
        .flag(
            "meminfo-node",
            \DomainSettings.hasMeminfoNode,
            "Whether the guest gets the node that Qubes' meminfo-writer writes, memory/meminfo, which xl does not make."
        ),
        .number(
            "weight",
            \DomainSettings.weight,
            1...DomainSettings.largestWeight,
            in: .bare,
            "The domain's claim on what is divided, relative to that of the others."
        ),
        .automatic(
            "max-buffer-pages",
            \DomainSettings.poolLimit,
            0...268_435_456,
            in: .pages,
            "The most that a domain may hold above its goal; no limit but its ceiling if left alone."
        ),
        .number(
            "buffer-squeeze-duration-ms",
            \DomainSettings.squeezeDuration,
            0...3_600_000,
            in: .milliseconds,
            "How long a domain may hold nothing above its goal after a sign of pressure."
        ),
        .number(
            "urgent-rate",
            \DomainSettings.urgentRate,
            0...6000,
            in: .perMinute,
            "How many of a guest's urgent calls are heard."
        ),
        .number(
            "stall-threshold-us",
            \DomainSettings.stallThreshold,
            1...1_000_000,
            in: .stall,
            "From how much waiting for memory on a guest counts as stalled."
        ),
        .number(
            "direction-block-ms",
            \DomainSettings.directionBlock,
            0...3_600_000,
            in: .milliseconds,
            "How long after a raise a domain is not lowered without need."
        ),
    ]

    private static let host: [SettingDefinition] = [
        .automatic(
            "host-reserve-mb",
            \HostSettings.reserve,
            0...1_048_576,
            in: .mebibytes,
            "What stays free in Xen; grows with the host if left alone."
        ),
        .choice(
            "surplus",
            \HostSettings.surplus,
            "What becomes of memory that no domain needs: lent to the domains, or kept free in Xen."
        ),
        .number(
            "idle-tax",
            \HostSettings.idleTaxPercent,
            0...99,
            in: .percent,
            "The part of its idle memory that a domain is charged for when memory is short."
        ),
        .flag(
            "dom0-managed",
            \HostSettings.managesControlDomain,
            "Whether dom0 is balanced like a guest."
        ),
        .number(
            "dom0-floor-mb",
            \HostSettings.controlDomainFloor,
            128...1_048_576,
            in: .mebibytes,
            "What dom0 always keeps."
        ),
        .number(
            "hold-seconds",
            \HostSettings.holdDuration,
            0...31_536_000,
            in: .seconds,
            "How long a target that was set by hand is respected."
        ),
        .number(
            "maxmem-slack-kb",
            \HostSettings.maximumSlack,
            0...1_048_576,
            in: .kibibytes,
            "How far a domain's limit lies above its target."
        ),
        .number(
            "stuck-after-ms",
            \HostSettings.stuckAfter,
            100...3_600_000,
            in: .milliseconds,
            "After how long without progress a domain counts as fixed."
        ),
        .number(
            "uncooperative-after-ms",
            \HostSettings.uncooperativeAfter,
            100...3_600_000,
            in: .milliseconds,
            "After how long without progress a domain is published as uncooperative."
        ),
        .number(
            "reservation-patience-ms",
            \HostSettings.reservationPatience,
            100...3_600_000,
            in: .milliseconds,
            "How long a reservation waits for memory that does not come free."
        ),
        .number(
            "dom0-stall-threshold-us",
            \HostSettings.controlDomainStall,
            1...1_000_000,
            in: .stall,
            "From how much waiting for memory on dom0 counts as pressed."
        ),
    ]
}
