import Testing
import Xen

@testable import Ballooning

@Suite("Pressure")
struct PressureTests {
    @Test(
        "A level is entered at 64, 32 and 16 percent of the reserve and left a quarter above",
        arguments: [
            (100, PressureLevel.none, PressureLevel.none), (64, .none, .none), (63, .none, .soft), (32, .none, .soft),
            (31, .none, .hard), (16, .none, .hard), (15, .none, .critical), (0, .none, .critical),
            (-5, .none, .critical),
            (79, .soft, .soft), (80, .soft, .none), (39, .hard, .hard), (40, .hard, .soft), (80, .hard, .none),
            (19, .critical, .critical), (20, .critical, .hard), (79, .critical, .soft), (80, .critical, .none),
        ]
    )
    func level(percent: Int, was: PressureLevel, expected: PressureLevel) {
        #expect(Pressure.level(free: Pages(percent), reserve: Pages(100), was: was) == expected)
    }

    @Test("Without a reserve there is no level", arguments: [PressureLevel.none, .critical])
    func needsAReserve(was: PressureLevel) {
        #expect(Pressure.level(free: .zero, reserve: .zero, was: was) == .none)
    }

    @Test(
        "dom0 is pressed by its stall, or by less than a sixteenth of its memory being available, until both are better",
        arguments: [
            (0, 1000, false, false), (49_999, 1000, false, false), (50_000, 1000, false, true),
            (25_000, 1000, true, true), (24_999, 1000, true, false), (0, 62, false, true), (0, 63, false, false),
            (0, 82, true, true), (0, 84, true, false),
        ]
    )
    func presses(stall: Int, available: Int, was: Bool, expected: Bool) {
        let reading = ControlDomainPressure(
            stall: StallRate(microsecondsPerSecond: stall),
            available: Pages(available),
            total: Pages(1008)
        )
        let threshold = StallRate(microsecondsPerSecond: 50_000)
        #expect(Pressure.presses(reading, threshold: threshold, was: was) == expected)
    }

    @Test("A reading without figures presses nobody, and a threshold of 0 is one microsecond")
    func toleratesGaps() {
        #expect(!Pressure.presses(.none, threshold: .none, was: false))
        let little = ControlDomainPressure(stall: StallRate(microsecondsPerSecond: 1))
        #expect(Pressure.presses(little, threshold: .none, was: false))
    }
}
