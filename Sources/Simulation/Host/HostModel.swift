public import Xen

/// A Xen host in memory under virtual time: pages that exist once, domains that hold them, balloon drivers that move
/// them and guests that suffer or not.
///
/// Everything happens in steps; nothing depends on the clock or on anything but the calls, so that the same calls give
/// the same host.
public struct HostModel: Sendable {
    /// All pages that Xen manages.
    public let total: Pages
    /// Pages that belong to nobody.
    public internal(set) var free: Pages
    /// Pages that were given back and are still being wiped.
    public internal(set) var scrubbing = Pages.zero
    /// The domains in the order of their domids.
    public internal(set) var domains: [DomainModel] = []
    /// The time since the host started.
    public private(set) var microseconds = 0

    /// Domids are handed out from 1 up to this and then over again. A small one makes reuse frequent.
    public var lastDomainID: UInt16 = DomainID.firstReserved - 1
    /// How many pages are wiped in a second: 2 GiB.
    public var scrubbedPerSecond = 524_288

    var nextDomainID: UInt16 = 1

    /// Makes a host without guests.
    ///
    /// - Parameters:
    ///   - total: its memory.
    ///   - controlDomain: what dom0 holds of it; dom0 has no model inside and never moves.
    public init(total: Pages, controlDomain: Pages = .mib(512)) {
        self.total = total
        free = total - controlDomain
        var spec = DomainSpec(
            name: "Domain-0",
            uuid: DomainUUID(high: 0, low: 0),
            staticMaximum: controlDomain,
            start: controlDomain,
            swap: .none,
            workload: .steady(.none)
        )
        spec.driver = BalloonDriver(.none)
        spec.reporter = .silent
        domains = [DomainModel(spec, id: .zero, at: 0)]
    }

    /// Lets time pass, in steps of a tenth of a second at most.
    public mutating func advance(microseconds duration: Int) {
        var left = duration
        while left > 0 {
            let step = min(left, second / 10)
            advanceStep(step)
            left -= step
        }
    }

    private mutating func advanceStep(_ step: Int) {
        microseconds += step
        let wiped = min(scrubbing, Pages(max(1, scrubbedPerSecond * step / second)))
        scrubbing -= wiped
        free += wiped
        for index in domains.indices where domains[index].id != .zero && domains[index].isRunning {
            let change = domains[index].moveBalloon(free: free, at: microseconds, step: step)
            if change > .zero { free -= change } else { scrubbing -= change }
            domains[index].runGuest(at: microseconds, step: step)
        }
    }

    /// What Xen says of its memory.
    public var memory: HostMemory {
        HostMemory(total: total, free: free, scrubbing: scrubbing)
    }

    /// What Xen says of its domains, into storage that is used again.
    public func list(into rows: inout [DomainInfo]) {
        rows.removeAll(keepingCapacity: true)
        for domain in domains {
            rows.append(
                DomainInfo(
                    id: domain.id,
                    uuid: domain.spec.uuid,
                    flags: domain.flags,
                    current: domain.held,
                    maximum: domain.maximum
                )
            )
        }
    }

    /// How many pages there are too many, or too few where negative; anything but zero is a mistake of the model.
    public var imbalance: Pages {
        var sum = free + scrubbing
        for domain in domains { sum += domain.held }
        return sum - total
    }
}
