import Xen

/// Where a domain is on its way to its share: the clock of its steps, and which way it went last.
struct Approach: Sendable, Hashable, Codable {
    /// When the last step was taken.
    private var steppedAt = Instant.distantPast
    /// Where the last step led.
    private(set) var aim: Pages
    /// When the domain was last raised, and last lowered.
    private(set) var raisedAt = Instant.distantPast
    private(set) var loweredAt = Instant.distantPast

    init(aim: Pages) {
        self.aim = aim
    }

    /// Whether the next step is due. A tenth of the interval is forgiven, so that a timer's jitter skips no step.
    func isDue(interval: Milliseconds, now: Instant) -> Bool {
        now - steppedAt >= interval - interval / 10
    }

    /// Whether the domain went up so recently that it is not brought down without need.
    func blocksLowering(_ block: Milliseconds, now: Instant) -> Bool {
        now - raisedAt < block
    }

    /// Whether the domain went down so recently that nothing is lent to it.
    func blocksLending(_ block: Milliseconds, now: Instant) -> Bool {
        now - loweredAt < block
    }

    /// A step was taken.
    mutating func step(to size: Pages, now: Instant) {
        steppedAt = now
        aim = size
    }

    /// The domain's target goes up or down with this plan.
    mutating func move(up: Bool, now: Instant) {
        if up { raisedAt = now } else { loweredAt = now }
    }

    /// The last step was not written: the next plan takes it again.
    mutating func retry() {
        steppedAt = .distantPast
    }
}
