import Testing
import Xen

@Suite("Guest tunables")
struct GuestTunablesTests {
    @Test("Tunables have their golden line and come back as they were")
    func goldenLine() throws {
        var tunables = GuestTunables()
        tunables.intervalSeconds = 5
        tunables.selfShrinking = true
        tunables.swapHysteresis = 20
        tunables.swapInertia = 3
        var bytes: [UInt8] = []
        tunables.encode(into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "v=1 selfballoon-interval=5 frontswap-selfshrinking=1 frontswap-hysteresis=20 frontswap-inertia=3"
        )
        #expect(try GuestTunables(parsing: bytes) == tunables)
    }

    @Test("What is absent stays absent")
    func absent() throws {
        #expect(try GuestTunables(parsing: Array("v=1".utf8)) == GuestTunables())
    }

    @Test(
        "A value out of range is refused",
        arguments: [
            ("v=1 selfballoon-interval=0", .number(.interval)), ("v=1 selfballoon-interval=3601", .number(.interval)),
            ("v=1 frontswap-selfshrinking=2", .number(.selfShrinking)),
            ("v=1 frontswap-hysteresis=0", .number(.swapHysteresis)),
            ("v=1 frontswap-inertia=10001", .number(.swapInertia)),
        ] as [(String, ReportError)]
    )
    func refuses(line: String, reason: ReportError) {
        #expect(throws: reason) { try GuestTunables(parsing: Array(line.utf8)) }
    }
}
