import Testing
import Xen

@testable import Ballooning

@Suite("Headroom")
struct HeadroomTests {
    private static let threshold = StallRate(microsecondsPerSecond: 2_000)

    /// What a guest of 1,000 MiB that needs 900 by its report gets on top when it stalls.
    private static func grown(stall: Int, ceiling: Int = 4096) -> Headroom {
        var headroom = Headroom()
        headroom.grow(
            stall: StallRate(microsecondsPerSecond: stall),
            threshold: threshold,
            current: .mib(1000),
            plain: .mib(900),
            ceiling: .mib(ceiling)
        )
        return headroom
    }

    @Test(
        "A guest that stalls gets a fiftieth to a quarter of what it holds, with the square of the stall",
        arguments: [(2_000, 20), (2_001, 20), (5_656, 20), (8_000, 40), (12_000, 90), (20_000, 250), (1_000_000, 250)]
    )
    func grows(stall: Int, growth: Int) {
        let expected = Pages.mib(100 + growth)
        let size = Self.grown(stall: stall).size
        #expect(max(size - expected, expected - size) <= .mib(1), "\(size.mebibytes)")
    }

    @Test("The ceiling bounds it, even below the need", arguments: [(1100, 200), (950, 50), (900, 0), (800, 0)])
    func staysBelowTheCeiling(ceiling: Int, size: Int) {
        #expect(Self.grown(stall: 1_000_000, ceiling: ceiling).size == .mib(size))
    }

    @Test("It goes away by a sixteenth, or by a quarter where there is memory to spare, down to nothing")
    func decays() {
        var headroom = Self.grown(stall: 1_000_000)
        headroom.decay(hasSpare: false)
        #expect(headroom.size == .mib(350) - .mib(350) / 16)
        let before = headroom.size
        headroom.decay(hasSpare: true)
        #expect(headroom.size == before - before / 4)
        for _ in 0..<500 { headroom.decay(hasSpare: false) }
        #expect(headroom.size == .zero)
    }

    /// Calls for 50 MiB at these seconds, two in a minute at most: which of them are heard.
    @Test(
        "Calls are heard as often as the rate allows, each once",
        arguments: [
            ([0, 1, 2], [true, true, false]), ([0, 0], [true, false]), ([5, 4], [true, false]),
            ([0, 1, 2, 40], [true, true, false, true]), ([0, 1, 100, 101, 102], [true, true, true, true, false]),
        ]
    )
    func hears(seconds: [Int64], heard: [Bool]) {
        var headroom = Headroom()
        let answers = seconds.map { Self.call(.mib(50), at: $0, &headroom) }
        #expect(answers == heard)
        #expect(headroom.size == .mib(150))
    }

    @Test("A call for nothing is none", arguments: [0, -5])
    func ignores(need: Int) {
        var headroom = Headroom()
        #expect(!Self.call(Pages(need), at: 1, &headroom))
        #expect(headroom.size == .zero)
    }

    private static func call(_ need: Pages, at second: Int64, _ headroom: inout Headroom) -> Bool {
        let call = UrgentNeed(need: need, received: .start + .seconds(second))
        return headroom.hear(call, rate: 2, current: .mib(1000), plain: .mib(900), ceiling: .mib(4096))
    }
}
