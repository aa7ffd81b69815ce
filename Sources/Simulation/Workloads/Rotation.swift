import Seeded
public import Xen

/// A load that wanders over a group of guests: in every turn one of them, in an order that only the seed tells, has a
/// working set that is larger by `extra`.
public struct Rotation: Sendable, Hashable {
    /// What is wanted at all times.
    public var base: Demand
    /// What the guest in turn wants besides.
    public var extra: Pages
    /// Which guest of the group this is, from 0.
    public var member: Int
    /// How many guests are in the group.
    public var members: Int
    /// How long a turn is, in seconds.
    public var turn: Int
    /// Whether the extra memory stays allocated, cold, after the turn.
    public var keeps: Bool
    /// The order of the turns, the same for the whole group.
    public var seed: UInt64

    /// Makes a load.
    public init(
        base: Demand,
        extra: Pages,
        member: Int,
        of members: Int,
        turn: Int,
        keeps: Bool = false,
        seed: UInt64
    ) {
        self.base = base
        self.extra = extra
        self.member = member
        self.members = max(1, members)
        self.turn = max(1, turn)
        self.keeps = keeps
        self.seed = seed
    }

    func demand(at microseconds: Int) -> Demand {
        let index = microseconds / (turn * second)
        // The order is that of the domids, started over at a random member after each full circle: unpredictable, and
        // yet everybody has as many turns.
        let start = Int(SplitMix64.fraction(seed: seed, index: index / members) * Double(members))
        var demand = base
        if (index + start) % members == member {
            demand.hot += extra
        } else if keeps, index >= members {
            demand.cold += extra
        }
        return demand
    }
}
