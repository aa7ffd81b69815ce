import Xen

/// Whether a domain follows its target. What counts is a useful *rate*: a guest that gives a page every few seconds
/// does not follow, and one that moves in bursts does as long as the bursts are worth it.
struct Progress: Sendable, Hashable, Codable {
    /// From where, and since when, the next progress is counted.
    private var mark: Pages
    private(set) var markedAt: Instant
    /// Whether the domain was on its way when it was last seen.
    private var isMoving = false
    private var isDownward = false
    /// How far it follows.
    private(set) var state = State.following
    /// Whether it has ever moved because it was told to: proof of a balloon driver.
    private(set) var hasAnswered = false
    /// Whether it was last on its way to less.
    var isGiving: Bool { isMoving && isDownward }
    /// How often it has got stuck lately.
    private(set) var strikes = 0
    /// Until when it is not raised again after it did not take what it was given.
    private(set) var retryAt = Instant.distantPast

    init(current: Pages, now: Instant) {
        mark = current
        markedAt = now
    }

    /// How far a domain follows.
    enum State: UInt8, Sendable, Hashable, Codable {
        case following
        case stuck
        case uncooperative
    }

    /// Looks at the domain once more.
    ///
    /// - Parameters:
    ///   - current: what it holds.
    ///   - destination: what it is to hold by the target in force.
    ///   - stuckAfter: how long it may make no useful progress before it counts as stuck.
    ///   - uncooperativeAfter: how long before it counts as uncooperative.
    @inline(always)
    mutating func observe(
        current: Pages,
        destination: Pages,
        stuckAfter: Milliseconds,
        uncooperativeAfter: Milliseconds,
        now: Instant
    ) {
        let distance = destination - current
        let tolerance = Self.tolerance(of: current)
        if distance <= tolerance, distance >= .zero - tolerance {
            if isMoving, !isDownward, isUseful(current - mark, of: current, now) { redeem() }
            isMoving = false
            state = .following
            return
        }
        let downward = distance < .zero
        if !isMoving || downward != isDownward {
            isMoving = true
            isDownward = downward
            state = .following
            restart(current, now)
            return
        }
        let moved = downward ? mark - current : current - mark
        let elapsed = now - markedAt
        if isUseful(moved, of: current, now) {
            state = .following
            hasAnswered = true
            if !downward { redeem() }
            restart(current, now)
        } else if elapsed >= uncooperativeAfter {
            state = .uncooperative
        } else if elapsed >= stuckAfter, state == .following {
            state = .stuck
            strikes = min(strikes + 1, Self.mostStrikes)
        }
    }

    /// Whether it has moved by so much since it was marked that it follows.
    @inline(__always)
    private func isUseful(_ moved: Pages, of current: Pages, _ now: Instant) -> Bool {
        moved > .zero && moved.count * 1000 >= Self.usefulRate(of: current).count * Int((now - markedAt).count)
    }

    /// A domain that takes what it is given wins its good name back step by step.
    @inline(__always)
    private mutating func redeem() {
        strikes = max(0, strikes - 1)
    }

    /// A domain that did not take what it was given is not tried again for a while, each time for twice as long.
    mutating func backOff(interval: Milliseconds, now: Instant) {
        retryAt = now + interval * (1 << Int64(strikes + 1))
    }

    /// One interval has passed without trouble.
    @inline(always)
    mutating func forgive(now: Instant) {
        if strikes > 0, state == .following, now > retryAt + .seconds(600) { strikes = 0 }
    }

    /// How near to its target a domain has arrived: a 256th of what it holds, at least the page that balloon drivers
    /// round by.
    @inline(always)
    static func tolerance(of current: Pages) -> Pages {
        max(Pages(1), current / 256)
    }

    /// The least that counts as progress in one second: a thousandth of what the domain holds.
    private static func usefulRate(of current: Pages) -> Pages {
        max(Pages(1), current / 1024)
    }

    private static let mostStrikes = 9

    private mutating func restart(_ current: Pages, _ now: Instant) {
        mark = current
        markedAt = now
    }
}
