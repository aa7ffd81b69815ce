import Ballooning
import Xen

/// No balancing: what the host has is split evenly whenever a domain comes or goes.
public struct StaticSplit: BalancingPolicy {
    /// Its name in tables.
    public let name = "static split"

    private var known: [DomainUUID] = []

    /// Makes the policy.
    public init() {}

    /// Splits the memory if the domains are others than before.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        let guests = view.snapshot.domains.filter { $0.role == .guest }
        round.pauseMilliseconds = 1000
        let all = guests.reduce(view.snapshot.memory.free + view.snapshot.memory.scrubbing) { $0 + $1.info.current }
        let reserve = Pages.mib(32)
        guard !guests.isEmpty else { return }
        let share = (all - reserve) / (guests.count + view.snapshot.reservations.count)
        let uuids = guests.map(\.info.uuid)
        // Shrinking guests must have given before the others can have it.
        let isSettled = guests.allSatisfy { $0.info.current <= min(share, $0.largest) + .mib(4) }
        guard uuids != known || !isSettled || guests.contains(where: { $0.target != min(share, $0.largest) }) else {
            return
        }
        known = uuids
        for guest in guests where guest.info.current > share { round.set(guest, to: min(share, guest.largest)) }
        for guest in guests where guest.info.current <= share { round.set(guest, to: min(share, guest.largest)) }
    }
}

extension DomainSnapshot {
    /// The most that the domain can hold, as a target.
    var largest: Pages {
        dynamicMaximum ?? staticMaximum ?? info.maximum
    }

    /// The least that the administrator wants it to hold.
    var smallest: Pages {
        min(dynamicMinimum ?? .mib(64), largest)
    }

    /// Whether the balancers of the field would balance it: a guest that runs and has a target.
    var isBalanced: Bool {
        role == .guest && target != nil && info.flags.isDisjoint(with: [.dying, .shutdown])
    }
}
