/// One step of Proxmox' automatic ballooning, in bytes as it computes: what the host has to give or to take is spread
/// over the guests by shares on top of their minima, and nobody moves by more than a fixed amount. Ballast divides by
/// another rule; this is what it is compared with.
public struct ShareStep: Sendable, Hashable {
    /// One guest.
    public struct Guest: Sendable, Hashable {
        /// The least that it can have.
        public var minimum: Int
        /// The most that it can have.
        public var maximum: Int
        /// What it has.
        public var size: Int
        /// What it has and does not use.
        public var free: Int
        /// Its weight; 0 leaves it out.
        public var shares: Int

        /// Makes a guest.
        public init(minimum: Int, maximum: Int, size: Int, free: Int, shares: Int) {
            self.minimum = minimum
            self.maximum = maximum
            self.size = size
            self.free = free
            self.shares = shares
        }

        /// Whether it has more free than a quarter of its minimum.
        var isComfortable: Bool {
            free * 4 > minimum && size >= minimum
        }
    }

    /// The guests, with their new sizes once a step is taken.
    public var guests: [Guest]

    /// Makes a host of guests.
    public init(_ guests: [Guest]) {
        self.guests = guests
    }

    /// Spreads `goal` bytes; less than 0 takes.
    ///
    /// - Parameters:
    ///   - goal: what is to be given or taken; up to 10 MiB are not worth a step.
    ///   - largestChange: the most by which one guest moves.
    public mutating func spread(_ goal: Int, largestChange: Int) {
        guard abs(goal) > Self.deadBand else { return }
        let preferred = guests.indices.filter { guests[$0].isComfortable == (goal < 0) }
        if move(goal, preferred, largestChange) { return }
        _ = move(goal, Array(guests.indices), largestChange)
    }

    /// - Returns: whether anybody moved.
    private mutating func move(_ goal: Int, _ members: [Int], _ largestChange: Int) -> Bool {
        let before = guests
        var rest = goal
        // Who has met a limit drops out, and the rest is spread over the others.
        var open = members.filter { guests[$0].shares > 0 }
        while rest != 0 {
            open.removeAll { room($0, from: before[$0].size, rest, largestChange) == 0 }
            let shares = open.reduce(0) { $0 + guests[$1].shares }
            guard shares > 0 else { break }
            let above = open.reduce(rest) { $0 + guests[$1].size - guests[$1].minimum }
            var hasMoved = false
            for index in open {
                let guest = guests[index]
                let wanted = guest.minimum + above * guest.shares / shares - guest.size
                let room = room(index, from: before[index].size, rest, largestChange)
                let change = goal > 0 ? max(0, min(wanted, room)) : min(0, max(wanted, room))
                guests[index].size += change
                rest -= change
                if change != 0 { hasMoved = true }
            }
            guard hasMoved else { break }
        }
        return guests != before
    }

    /// How far a guest can still move in the direction of `rest`.
    private func room(_ index: Int, from start: Int, _ rest: Int, _ largestChange: Int) -> Int {
        let guest = guests[index]
        if rest > 0 { return max(0, min(guest.maximum, start + largestChange) - guest.size) }
        return min(0, max(guest.minimum, start - largestChange) - guest.size)
    }

    private static let deadBand = 10 << 20
}
