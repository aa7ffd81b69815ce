import Ballooning
import Xen

/// XAPI's squeezed: everybody sits at the same fraction of the range between dynamic-min and dynamic-max, whatever the
/// guests do with it. Written from the formulas of its design document.
public struct SqueezedPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name = "squeezed"

    /// squeezed leaves that much free: the threshold of Xen's low-memory interrupt and 8 MiB.
    private static let hostTarget = Pages.mib(72)
    /// A balloon driver may miss its target by that much.
    private static let inaccuracy = Pages(1)
    /// No progress for that long, in milliseconds, and a domain is inactive.
    private static let stuckAfter: Int64 = 5000

    private var progress: [DomainUUID: Progress] = [:]

    /// What was seen of one domain's way to its target.
    private struct Progress {
        var distance: Pages
        var since: Instant
    }

    /// Makes the policy.
    public init() {}

    /// Computes one step of the squeezer: only lower targets while somebody has to give.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        round.pauseMilliseconds = 10_000
        let guests = view.snapshot.domains.filter(\.isBalanced)
        var active: [DomainSnapshot] = []
        for guest in guests where isActive(guest, view.snapshot.now) { active.append(guest) }
        // A host of less than a gigabyte would have nothing left to divide; the bound is then a sixteenth.
        let hostTarget = min(Self.hostTarget, view.snapshot.memory.total / 16) + view.wanted
        let freeable = active.reduce(Pages.zero) {
            $0 + max(.zero, $1.info.current - $1.smallest - Self.inaccuracy * 2)
        }
        let memory = view.snapshot.memory
        let surplus = max(.zero, memory.free + memory.scrubbing + freeable - hostTarget)
        let range = active.reduce(Pages.zero) { $0 + ($1.largest - $1.smallest) }
        let gamma = range > .zero ? min(1, Double(surplus.count) / Double(range.count)) : 0
        let targets = active.map {
            $0.smallest + Pages(Int(gamma * Double(($0.largest - $0.smallest).count)))
        }
        var freeing = false
        for (guest, target) in zip(active, targets) where target + Self.inaccuracy < guest.info.current {
            freeing = true
            round.set(guest, to: target)
        }
        if freeing {
            round.pauseMilliseconds = 1000
            return
        }
        for (guest, target) in zip(active, targets) where target > guest.info.current + Self.inaccuracy {
            round.set(guest, to: target)
        }
    }

    private mutating func isActive(_ guest: DomainSnapshot, _ now: Instant) -> Bool {
        guard let target = guest.target else { return false }
        let gap = guest.info.current - target
        let distance = max(gap, .zero - gap)
        guard distance > Self.inaccuracy, let before = progress[guest.info.uuid], before.distance <= distance else {
            progress[guest.info.uuid] = Progress(distance: distance, since: now)
            return true
        }
        return (now - before.since).count <= Self.stuckAfter
    }
}
