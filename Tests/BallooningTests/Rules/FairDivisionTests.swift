import Ballooning
import Seeded
import Testing
import Xen

@Suite("Fair division")
struct FairDivisionTests {
    private static func divide(_ amount: Int, _ claims: [(range: Int, weight: Int)]) -> (granted: [Int], left: Int) {
        var division = FairDivision()
        for claim in claims {
            division.append(FairDivision.Claim(range: Pages(claim.range), weight: claim.weight))
        }
        let left = division.divide(Pages(amount))
        return (division.claims.map(\.granted.count), left.count)
    }

    @Test("With equal weights everybody gets the same fraction of their range")
    func isProportional() {
        #expect(Self.divide(300, [(100, 7), (200, 7), (300, 7)]).granted == [50, 100, 150])
    }

    @Test("A heavy claim is full before a light one")
    func followsTheWeights() {
        // λ of 1/400 fills the first one; the rest of 200 is one third of the other two ranges by weight.
        #expect(Self.divide(300, [(100, 400), (300, 100), (300, 100)]).granted == [100, 100, 100])
        #expect(Self.divide(90, [(300, 200), (300, 100)]).granted == [60, 30])
    }

    @Test("Enough for all leaves the rest, nothing leaves nobody anything")
    func knowsTheEnds() {
        #expect(Self.divide(700, [(100, 1), (200, 9)]) == ([100, 200], 400))
        #expect(Self.divide(0, [(100, 1), (200, 9)]) == ([0, 0], 0))
        #expect(Self.divide(-5, [(100, 1)]) == ([0], 0))
        #expect(Self.divide(5, []) == ([], 5))
        #expect(Self.divide(5, [(0, 1), (0, 1)]) == ([0, 0], 5))
    }

    @Test("The pages that rounding leaves go out one each, in domid order")
    func handsOutRemainders() {
        #expect(Self.divide(10, [(100, 1), (100, 1), (100, 1)]).granted == [4, 3, 3])
        #expect(Self.divide(2, [(0, 1), (100, 1), (100, 1), (100, 1)]).granted == [0, 1, 1, 0])
    }

    @Test("Not a page is lost or invented, whatever is divided", arguments: 1...200)
    func conserves(seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed))
        let largest = [100, 1 << 20, 1 << 38][seed % 3]
        let claims = (0..<Int.random(in: 1...60, using: &dice)).map { _ in
            (range: Int.random(in: 0...largest, using: &dice), weight: Int.random(in: 1...10_240_000, using: &dice))
        }
        let ranges = claims.reduce(0) { $0 + $1.range }
        let amount = Int.random(in: 0...ranges + 1, using: &dice)
        let result = Self.divide(amount, claims)
        #expect(result.granted.reduce(0, +) + result.left == amount)
        #expect(result.left == max(0, amount - ranges))
        for (claim, granted) in zip(claims, result.granted) { #expect(granted >= 0 && granted <= claim.range) }
    }
}
