import Ballooning
import Testing

/// senpai's adjustment by stall.
enum SenpaiCases {
    static let adjust: @Sendable (PeerCase) throws -> Void = { peerCase in
        let tolerable = peerCase.section[path: "adjust/defaults/pressure_us"]?.integer ?? 10_000
        let stall = try peerCase.int("integral_us")
        let growth = StallFeedback.growth(stall: stall, tolerable: tolerable)
        let factor = growth > 0 ? growth : -StallFeedback.probe(stall: stall, tolerable: tolerable)
        try #expect(abs(factor - (peerCase.double("factor"))) < 1e-9)
    }
}
