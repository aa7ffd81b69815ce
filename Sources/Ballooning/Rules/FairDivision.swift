public import Xen

/// Divides an amount among claims so that each gets the same fraction of its range per weight, and none more than its
/// range: `granted = range · min(1, λ · weight)`, with the one λ that uses everything up.
///
/// With equal weights this is squeezed's proportional rule. The arithmetic is in integers and exact: what is granted is
/// what was to be divided, to the page, or all ranges if there is enough for them.
public struct FairDivision: Sendable {
    /// The claims, in the order in which remainders are handed out.
    public var claims: [Claim] = []
    private var order: [UInt64] = []

    /// No claims.
    public init() {}

    /// One claim.
    public struct Claim: Sendable, Hashable {
        /// The most that is of use; not negative.
        public var range: Pages
        /// Its weight relative to the others; 1 or more.
        public var weight: Int
        /// What it gets.
        public var granted = Pages.zero

        /// Makes a claim.
        public init(range: Pages, weight: Int) {
            self.range = range
            self.weight = weight
        }
    }

    /// Grants every claim its part of `amount`.
    ///
    /// - Returns: what is left over; 0 unless there is enough for every range.
    @discardableResult
    public mutating func divide(_ amount: Pages) -> Pages {
        var ranges = 0
        for index in claims.indices { ranges += claims[index].range.count }
        guard amount.count < ranges else {
            for index in claims.indices { claims[index].granted = claims[index].range }
            return amount - Pages(ranges)
        }
        guard amount > .zero else {
            for index in claims.indices { claims[index].granted = .zero }
            return .zero
        }
        if haveEqualWeights {
            share(UInt64(amount.count), demand: UInt128(ranges), weighted: false, from: 0)
        } else {
            fillFromHeaviest(UInt64(amount.count))
        }
        return .zero
    }

    private var haveEqualWeights: Bool {
        guard let first = claims.first else { return true }
        return claims.allSatisfy { $0.weight == first.weight }
    }

    /// The heaviest claims are full first. Going down the weights, a claim is full if the λ of all claims not yet full
    /// would give it its range or more; the first one that is not full ends the search, for the λ of the rest is known.
    private mutating func fillFromHeaviest(_ amount: UInt64) {
        order.removeAll(keepingCapacity: true)
        var demand: UInt128 = 0
        for index in claims.indices {
            let weight = UInt64(max(1, claims[index].weight))
            demand += UInt128(claims[index].range.count) * UInt128(weight)
            order.append((UInt64(UInt32.max) - min(weight, UInt64(UInt32.max))) << 32 | UInt64(index))
        }
        order.sort()
        var rest = amount
        var full = 0
        while full < order.count {
            let index = Int(order[full] & UInt64(UInt32.max))
            let claim = claims[index]
            guard UInt128(rest) * UInt128(claim.weight) >= demand else { break }
            claims[index].granted = claim.range
            rest -= UInt64(claim.range.count)
            demand -= UInt128(claim.range.count) * UInt128(claim.weight)
            full += 1
        }
        share(rest, demand: demand, weighted: true, from: full)
    }

    /// Shares `rest` among the claims that are not full, in proportion to range and weight, and hands out the pages that
    /// rounding left, one each.
    private mutating func share(_ rest: UInt64, demand: UInt128, weighted: Bool, from full: Int) {
        guard demand > 0 else { return }
        var left = rest
        let fits = demand <= UInt128(UInt64.max) && demand * UInt128(rest) <= UInt128(UInt64.max)
        let narrow = fits ? UInt64(demand) : 1
        func index(_ position: Int) -> Int {
            weighted ? Int(order[position] & UInt64(UInt32.max)) : position
        }
        for position in full..<claims.count {
            let index = index(position)
            let part = UInt64(claims[index].range.count) * UInt64(weighted ? claims[index].weight : 1)
            let granted =
                fits ? part * rest / narrow : UInt64(UInt128(part) * UInt128(rest) / demand)
            claims[index].granted = Pages(Int(granted))
            left -= granted
        }
        guard left > 0 else { return }
        for index in claims.indices where left > 0 && claims[index].granted < claims[index].range {
            claims[index].granted = claims[index].granted + Pages(1)
            left -= 1
        }
    }
}
