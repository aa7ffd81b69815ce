public import Xen

/// What the plan says to one reservation whose state has changed, or that still waits.
public struct ReservationAnswer: Sendable, Hashable, Codable {
    /// The reservation's number.
    public var id: Int
    /// Where it stands from now on.
    public var state: Reservation.State
    /// What is kept for it; nil unless granted.
    public var granted: Pages?
    /// The least that it needs.
    public var needed: Pages
    /// What could be handed out at once, after the reserve and everything promised.
    public var free: Pages
    /// What the domains could give on top without going below their floors.
    public var reclaimable: Pages
    /// The domains that hold memory above their floor and do not give it, the largest first; at most eight are named.
    public var blockers: [DomainID]

    /// Makes an answer.
    public init(
        id: Int,
        state: Reservation.State,
        granted: Pages? = nil,
        needed: Pages,
        free: Pages,
        reclaimable: Pages,
        blockers: [DomainID] = []
    ) {
        self.id = id
        self.state = state
        self.granted = granted
        self.needed = needed
        self.free = free
        self.reclaimable = reclaimable
        self.blockers = blockers
    }
}

extension ReservationAnswer: CustomStringConvertible {
    /// One sentence with the numbers that the asker needs to know.
    public var description: String {
        sentence(about: "\(id)", naming: \.description)
    }

    /// The same for somebody who knows the reservation and the domains by other names than the policy does.
    ///
    /// - Parameters:
    ///   - name: what the reservation is called.
    ///   - naming: what a domain is called.
    public func sentence(about name: String, naming: (DomainID) -> String) -> String {
        switch state {
        case .granted:
            return "reservation \(name) is granted: \((granted ?? .zero).mebibytes) are kept free"
        case .ended:
            return "reservation \(name) has ended"
        case .asked:
            return "reservation \(name) waits for \(needed.mebibytes): \(free.mebibytes) are free"
        case .refused:
            let who =
                blockers.isEmpty
                ? "" : ", and these domains do not give: " + blockers.map(naming).joined(separator: ", ")
            return "reservation \(name) is refused: \(needed.mebibytes) are needed, \(free.mebibytes) are free, "
                + "\(reclaimable.mebibytes) could be reclaimed\(who)"
        }
    }
}
