import Ballooning
import Testing
import Xen

/// blkback's pool and its squeeze.
enum BlkbackCases {
    static let squeeze: @Sendable (PeerCase) throws -> Void = { peerCase in
        let usual = Pages(peerCase.section[path: "constants/max_buffer_pages_per_ring"]?.integer ?? 1024)
        let duration = Milliseconds(
            Int64(peerCase.section[path: "constants/buffer_squeeze_duration_ms"]?.integer ?? 10)
        )
        var squeeze = Squeeze()
        let pressure = peerCase.body["pressure_at_ms"]
        for instant in pressure.map({ $0.elements.isEmpty ? [$0] : $0.elements }) ?? [] {
            guard let milliseconds = instant.integer else { continue }
            squeeze.press(now: Instant(milliseconds: Int64(milliseconds)), for: duration)
        }
        let now = Instant(milliseconds: Int64(try peerCase.int("now_ms")))
        try #expect(squeeze.limit(usual: usual, now: now) == Pages(peerCase.int("limit")))
        #expect(
            squeeze.excess(of: Pages(try peerCase.int("pool")), usual: usual, now: now)
                == Pages(try peerCase.int("freed"))
        )
    }
}
