import Testing
import Xen

@testable import Ballooning

@Suite("Giving way")
struct GivingTests {
    /// A guest of 320 MiB, after steps in which it stalled so much, in microseconds a second, while the worst did so.
    private static func given(_ own: [Int], worst: Int = 100_000, hasFollowed: Bool = true, most: Int = 256) -> Giving {
        var giving = Giving()
        for stall in own {
            giving.step(
                stall: StallRate(microsecondsPerSecond: stall),
                worst: StallRate(microsecondsPerSecond: worst),
                hasFollowed: hasFollowed,
                current: .mib(320),
                most: .mib(most)
            )
        }
        return giving
    }

    @Test(
        "A calm guest gives in steps that grow from a 32nd to an eighth",
        arguments: [(1, 10), (2, 30), (3, 70), (4, 110), (7, 230), (8, 256)]
    )
    func grows(steps: Int, size: Int) {
        #expect(Self.given(Array(repeating: 0, count: steps)).size == .mib(size))
    }

    @Test(
        "Steps are smaller where the worst stalls less than a tenth of its time",
        arguments: [(10_000, 1), (50_000, 5), (100_000, 10), (1_000_000, 10)]
    )
    func followsSeverity(worst: Int, size: Int) {
        #expect(Self.given([0], worst: worst).size == .mib(size))
    }

    @Test(
        "Who stalls an eighth of the worst gives nothing more, and who stalls a third takes the last steps back",
        arguments: [(0, 70), (12_500, 70), (12_501, 30), (33_333, 30), (33_334, 0), (100_000, 0)]
    )
    func feels(stall: Int, size: Int) {
        #expect(Self.given([0, 0, stall]).size == .mib(size))
    }

    @Test("Who felt it is left in peace for six intervals")
    func isLeftInPeace() {
        let steps = [0, 0, 0, 100_000]
        // 70 less twice the last step of 40.
        #expect(Self.given(steps + Array(repeating: 0, count: 6)).size == .zero)
        #expect(Self.given(steps + Array(repeating: 0, count: 7)).size == .mib(10))
    }

    @Test("Nothing more is asked of who has not followed yet")
    func waits() {
        #expect(Self.given([0, 0, 0], hasFollowed: false).size == .zero)
    }

    @Test("What was given comes back by eighths, down to nothing")
    func returns() {
        var giving = Self.given([0, 0])
        giving.returnSome()
        #expect(giving.size == .mib(30) - .mib(30) / 8)
        for _ in 0..<200 { giving.returnSome() }
        #expect(giving.size == .zero)
    }
}
