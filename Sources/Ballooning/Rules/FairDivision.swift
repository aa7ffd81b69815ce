public import Xen

/// Divides an amount among claims so that each gets the same fraction of its range per weight, and none more than its
/// range: `granted = range · min(1, λ · weight)`, with the one λ that uses everything up.
///
/// With equal weights this is squeezed's proportional rule. The arithmetic is in integers and exact: what is granted is
/// what was to be divided, to the page, or all ranges if there is enough for them.
public struct FairDivision: Sendable {
    /// The claims, in the order in which remainders are handed out.
    public private(set) var claims: [Claim] = []
    /// All ranges together.
    private var ranges = Pages.zero
    /// The sum of range · weight: what λ is a fraction of.
    private var demand: UInt128 = 0
    private var heaviest = 0

    /// No claims.
    public init() {}

    /// One claim.
    public struct Claim: Sendable, Hashable {
        /// The most that is of use; not negative.
        public let range: Pages
        /// Its weight relative to the others; 1 or more.
        public let weight: Int
        /// Whose it is: a number that means something to whoever divides.
        public let owner: Int
        /// What it gets.
        public fileprivate(set) var granted = Pages.zero

        /// Makes a claim. A negative range counts as none, a weight below 1 as 1.
        public init(range: Pages, weight: Int, owner: Int = 0) {
            self.range = max(.zero, range)
            self.weight = max(1, weight)
            self.owner = owner
        }

        /// The claim's part of the demand.
        fileprivate var demand: UInt128 {
            UInt128(truncatingIfNeeded: range.count) &* UInt128(truncatingIfNeeded: weight)
        }
    }

    /// Forgets all claims, but keeps the room for them.
    public mutating func removeAll() {
        claims.removeAll(keepingCapacity: true)
        ranges = .zero
        demand = 0
        heaviest = 0
    }

    /// Adds a claim.
    @inline(__always)
    public mutating func append(_ claim: Claim) {
        claims.append(claim)
        ranges = ranges + claim.range
        demand &+= claim.demand
        heaviest = max(heaviest, claim.weight)
    }

    /// Grants every claim its part of `amount`.
    ///
    /// - Returns: what is left over; 0 unless there is enough for every range.
    @discardableResult
    public mutating func divide(_ amount: Pages) -> Pages {
        guard amount < ranges else {
            for index in claims.indices { claims[index].granted = claims[index].range }
            return amount - ranges
        }
        guard amount > .zero else {
            for index in claims.indices { claims[index].granted = .zero }
            return .zero
        }
        share(UInt64(amount.count))
        return .zero
    }

    /// Finds λ, which is `rest / demand` of the claims that are not full, and the least weight of those that are.
    ///
    /// A claim is full if λ · weight is 1 or more. The first λ is the one at which nobody is full; those who are full at
    /// it leave more to the others, which makes λ larger, and so on until nobody new is full. It is Newton's method on a
    /// concave function of straight pieces: a few looks at the claims, none for equal weights, and no sorting.
    private func findFull(_ rest: inout UInt64, _ demand: inout UInt128) -> Int {
        var fullFrom = heaviest + 1
        while demand > 0, rest > 0 {
            let least = (demand + UInt128(rest) - 1) / UInt128(rest)
            guard least < UInt128(fullFrom) else { break }
            let full = Int(least)..<fullFrom
            for index in claims.indices where full.contains(claims[index].weight) {
                rest -= UInt64(claims[index].range.count)
                demand -= claims[index].demand
            }
            fullFrom = full.lowerBound
        }
        return fullFrom
    }

    /// Fills the claims that are full, shares the rest among the others in proportion to range and weight, and hands out
    /// the pages that rounding left, one each.
    private mutating func share(_ amount: UInt64) {
        var rest = amount
        var demand = demand
        let fullFrom = findFull(&rest, &demand)
        let share = Share(of: rest, among: demand)
        var left = rest
        var claims = claims.mutableSpan
        for index in claims.indices {
            if claims[index].weight >= fullFrom {
                claims[index].granted = claims[index].range
            } else {
                let granted = share.part(of: claims[index].demand)
                claims[index].granted = Pages(Int(granted))
                left -= granted
            }
        }
        var index = 0
        while left > 0, index < claims.count {
            if claims[index].granted < claims[index].range {
                claims[index].granted = claims[index].granted + Pages(1)
                left -= 1
            }
            index += 1
        }
    }

    /// A part of `rest` in proportion to a demand, rounded down.
    private struct Share {
        let rest: UInt64
        let demand: UInt128
        /// The demand if it fits, which it does on any host that is not made up; 0 otherwise.
        let narrow: UInt64

        init(of rest: UInt64, among demand: UInt128) {
            self.rest = rest
            self.demand = demand
            narrow = UInt64(exactly: demand) ?? 0
        }

        @inline(__always)
        func part(of wanted: UInt128) -> UInt64 {
            if narrow > 0 {
                let (product, overflow) = UInt64(truncatingIfNeeded: wanted).multipliedReportingOverflow(by: rest)
                if !overflow { return product / narrow }
            }
            return demand == 0 ? 0 : UInt64(wanted * UInt128(rest) / demand)
        }
    }
}
