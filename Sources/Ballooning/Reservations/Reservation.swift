public import Xen

/// Memory that somebody wants kept free, usually to build a domain in it.
public struct Reservation: Sendable, Hashable, Codable {
    /// Its number, by which it is asked for and answered.
    public var id: Int
    /// The least that is of use.
    public var minimum: Pages
    /// The most that is wanted; at least ``minimum``.
    public var maximum: Pages
    /// The domain that it is for, once that is known: what the domain takes is taken from the reservation.
    public var beneficiary: DomainUUID?
    /// When it lapses, nil if it stays until it is released.
    public var expires: Instant?
    /// When it was asked for.
    public var asked: Instant
    /// What was granted, nil while it waits or after a refusal.
    public var granted: Pages?
    /// Where it stands.
    public var state: State

    /// Makes a reservation that was just asked for.
    public init(
        id: Int,
        minimum: Pages,
        maximum: Pages,
        beneficiary: DomainUUID? = nil,
        expires: Instant? = nil,
        asked: Instant,
        granted: Pages? = nil,
        state: State = .asked
    ) {
        self.id = id
        self.minimum = minimum
        self.maximum = maximum
        self.beneficiary = beneficiary
        self.expires = expires
        self.asked = asked
        self.granted = granted
        self.state = state
    }

    /// The states of a reservation, in the words of its `state` node.
    public enum State: String, Sendable, Hashable, Codable {
        /// It waits for memory to come free.
        case asked
        /// The memory is kept for it.
        case granted
        /// There is not that much to be had.
        case refused
        /// It was used up, or it lapsed.
        case ended
    }
}
