public import Xen

/// What the balancer remembers of one domain from plan to plan. Each rule has its own part and nobody else writes it.
public struct DomainHistory: Sendable, Hashable, Codable {
    /// The domain's number.
    public let id: DomainID
    /// The domain's identity: another one under the same number starts anew.
    public let uuid: DomainUUID

    // What the pass over the next steps looks at comes first, so that it touches a line or two of the cache per domain.

    /// The steps of its approach.
    var approach: Approach
    /// Whether it may hold a pool.
    var squeeze = Squeeze()

    /// What it holds beyond its target.
    var offset: OffsetCalibration
    /// Whether it moves towards its target.
    var progress: Progress
    /// What its guest said last, nil if that was nothing to be believed.
    var reading: Reading?
    /// What it holds and its guest's kernel does not manage, by the last report that was believed.
    var overhead = Pages.zero
    /// Whether it has said something new since the last plan.
    var hasNews = false
    /// How much it stalls.
    var meter = StallMeter()
    /// What stall has put on top of its need.
    var headroom = Headroom()
    /// The most that it has needed lately.
    var peak = RecentPeak()
    /// What it needed when that was last known.
    var claim: Pages
    /// What it has given to those that stall.
    var giving = Giving()
    /// How its swapped pages are pulled back.
    var swap = SwapSelfShrink()

    init(_ domain: DomainSnapshot, now: Instant) {
        id = domain.info.id
        uuid = domain.info.uuid
        offset = OffsetCalibration(domain, now: now)
        progress = Progress(current: domain.info.current, now: now)
        approach = Approach(aim: domain.info.current)
        claim = domain.info.current
    }

    /// Whether this is the memory of a domain: of the same one under the same number.
    func isOf(_ domain: DomainSnapshot) -> Bool {
        id == domain.info.id && uuid == domain.info.uuid
    }

    /// What the domain holds beyond its target, nil until it is known.
    public var calibratedOffset: Pages? {
        offset.value
    }
}
