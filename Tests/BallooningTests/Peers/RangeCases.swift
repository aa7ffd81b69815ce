import Ballooning
import Testing
import Xen

/// The XAPI toolstack's rule for the five sizes of a domain.
enum RangeCases {
    static func range(_ sizes: JSON) throws -> MemoryRange {
        let pages = sizes.elements.compactMap(\.integer).map { Pages($0) }
        try #require(pages.count == 5)
        return MemoryRange(
            staticMinimum: pages[0],
            dynamicMinimum: pages[1],
            target: pages[2],
            dynamicMaximum: pages[3],
            staticMaximum: pages[4]
        )
    }

    static let valid: @Sendable (PeerCase) throws -> Void = { try #expect(range($0.body).isValid) }
    static let invalid: @Sendable (PeerCase) throws -> Void = { try #expect(!range($0.body).isValid) }
    static let pinned: @Sendable (PeerCase) throws -> Void = { try #expect(range($0.body).isPinned) }
    static let unpinned: @Sendable (PeerCase) throws -> Void = { try #expect(!range($0.body).isPinned) }
    static let pinnedAtStaticMax: @Sendable (PeerCase) throws -> Void = {
        try #expect(range($0.body).isPinnedAtStaticMaximum)
    }
    static let reset: @Sendable (PeerCase) throws -> Void = { peerCase in
        let given = try range(try #require(peerCase.body["in"]))
        let wanted = try range(try #require(peerCase.body["out"]))
        #expect(given.safe == wanted)
    }
}
