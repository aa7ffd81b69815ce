import Ballooning
import Xen

/// The domains that somebody else has in hand at the moment: the administrator, who has set their size, or the
/// toolstack, which is moving them.
struct LeftAlone {
    private(set) var holds: [DomainUUID: Instant] = [:]
    private(set) var moves: [DomainUUID: Instant] = [:]

    mutating func hold(_ uuid: DomainUUID, until end: Instant) {
        holds[uuid] = end
    }

    mutating func move(_ uuid: DomainUUID, until end: Instant) {
        moves[uuid] = end
    }

    mutating func forget(_ uuid: DomainUUID) {
        holds[uuid] = nil
        moves[uuid] = nil
    }

    /// Ends the holds that are over.
    ///
    /// - Returns: the domains whose move is over, in the order of their uuids.
    mutating func lapse(at now: Instant) -> [DomainUUID] {
        guard !holds.isEmpty || !moves.isEmpty else { return [] }
        holds = holds.filter { $0.value > now }
        let arrived = moves.filter { $0.value <= now }.keys.sorted { ($0.high, $0.low) < ($1.high, $1.low) }
        for uuid in arrived { moves[uuid] = nil }
        return arrived
    }

    /// Says of a domain what its agent would know.
    func mark(_ domain: inout DomainSnapshot) {
        if let end = holds[domain.info.uuid] { domain.hold = .administrator(until: end) }
        domain.isMigrating = moves[domain.info.uuid] != nil
    }
}
