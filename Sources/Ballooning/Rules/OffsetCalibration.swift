import Xen

/// What a domain holds beyond its target once it has settled: video RAM, ROMs, a shim. It is a constant of the guest's
/// type that nobody publishes, so it is measured. Without it every guest with hardware page tables looks as if it never
/// reached its target.
struct OffsetCalibration: Sendable, Hashable, Codable {
    /// The offset, nil until it is known.
    @Compact var value: Pages?
    /// What the domain held, and was to hold, when it was last seen.
    private var current: Pages
    @Compact private var target: Pages?
    /// Since when neither has changed.
    private var unchangedSince: Instant
    /// When the domain was first seen.
    private let firstSeen: Instant

    init(_ domain: DomainSnapshot, now: Instant) {
        value = domain.knownOffset
        current = domain.info.current
        target = domain.target
        unchangedSince = now
        firstSeen = now
        if value == nil, let target, Self.isAtTarget(domain, target) { value = Beside(domain, target).offset }
    }

    /// Looks at the domain once more.
    @inline(always)
    mutating func observe(_ domain: DomainSnapshot, target newTarget: Pages, now: Instant) {
        let beside = Beside(domain, newTarget)
        if domain.info.current != current || newTarget != target {
            current = domain.info.current
            target = newTarget
            unchangedSince = now
            // A guest that never holds still must not keep itself out of the balancing for ever.
            if value == nil, now - firstSeen >= Self.patience { value = beside.offset }
            return
        }
        let settled = now - unchangedSince >= Self.settling
        guard let known = value else {
            if settled { value = beside.offset }
            return
        }
        // Settled a little beside the target: the constant was a little off. Settled far from it is a guest that does
        // not follow, which is another rule's business.
        guard settled, beside.measured != known, beside.isPlausible else { return }
        let drift = max(beside.measured - known, known - beside.measured)
        if drift <= Self.drift(of: current) { value = beside.measured }
    }

    /// How long a domain has to hold still to count as settled.
    private static let settling = Milliseconds.seconds(3)

    /// How long a domain that never holds still is watched.
    private static let patience = Milliseconds.seconds(30)

    /// How far the offset is corrected once it is known.
    private static func drift(of current: Pages) -> Pages {
        min(.mib(1), current / 256)
    }

    /// Whether the domain is at its target at first sight, beyond doubt: nothing but video RAM and the few pages that
    /// every guest has lie between.
    private static func isAtTarget(_ domain: DomainSnapshot, _ target: Pages) -> Bool {
        let rest = domain.info.current - target - domain.videoRAM
        let slip = min(.mib(2), domain.info.current / 128)
        return isBuilt(rest) || rest >= .zero && rest <= slip
    }

    /// Whether a domain that holds so much beside its target and its video RAM may be as libxl built it, of whole MiB: after
    /// a reboot its target can be any KiB, and the rest is not there before its balloon driver is.
    private static func isBuilt(_ rest: Pages) -> Bool {
        rest < .zero && rest > .zero - .mib(1)
    }

    /// What a domain holds beside its target, and what of it can be an offset. A few numbers, for a snapshot that is
    /// handed on is copied.
    private struct Beside {
        let measured: Pages
        private let videoRAM: Pages
        private let largest: Pages

        @inline(always)
        init(_ domain: DomainSnapshot, _ target: Pages) {
            measured = domain.info.current - target
            videoRAM = domain.videoRAM
            largest = domain.staticMaximum ?? domain.info.current
        }

        /// Whether it is one of the offsets that a guest can have: the shim of a PV guest in a PVH container is the
        /// largest, 23 MiB and a ninetieth of its static maximum (squeezed).
        var isPlausible: Bool {
            measured >= .zero - .mib(8) && measured <= max(.zero, videoRAM + .mib(32) + largest / 64)
        }

        /// The measured offset where it can be one; what is known to be one otherwise.
        var offset: Pages {
            isPlausible && !isBuilt(measured - videoRAM) ? measured : videoRAM
        }
    }
}
