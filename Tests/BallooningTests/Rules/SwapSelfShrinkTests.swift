import Ballooning
import Testing
import Xen

@Suite("Swap self-shrinking")
struct SwapSelfShrinkTests {
    @Test("A guest that has calmed down takes a twentieth back after three intervals")
    func waitsAndShrinks() {
        var rule = SwapSelfShrink()
        var steps: [Int?] = []
        for swapped in [1000, 1000, 1000, 1000, 950] {
            steps.append(rule.next(swapped: Pages(swapped), hysteresis: 20, inertia: 3)?.count)
        }
        // The first look sees swap grow from nothing.
        #expect(steps == [nil, nil, nil, 950, 903])
    }

    @Test("Growing swap, or none at all, starts the wait again")
    func startsAgain() {
        var rule = SwapSelfShrink()
        var steps: [Int?] = []
        for swapped in [100, 100, 100, 101, 101, 101, 101, 0, 50, 50, 50, 50] {
            steps.append(rule.next(swapped: Pages(swapped), hysteresis: 20, inertia: 3)?.count)
        }
        #expect(steps == [nil, nil, nil, nil, nil, nil, 96, nil, nil, nil, nil, 48])
    }

    @Test(
        "The last few pages come back in one step, and 0 as hysteresis is no division by zero",
        arguments: [(20, 20), (7, 20), (1, 0)]
    )
    func endsAtNothing(swapped: Int, hysteresis: Int) {
        var rule = SwapSelfShrink()
        _ = rule.next(swapped: Pages(swapped), hysteresis: hysteresis, inertia: 1)
        #expect(rule.next(swapped: Pages(swapped), hysteresis: hysteresis, inertia: 1) == .zero)
    }
}
