public import Xen

/// Memory that somebody wants kept free.
public struct ReservationRequest: Sendable, Hashable {
    /// The name of its node: letters, digits, `_` and `-`, at most 64 of them.
    public var id: String
    /// The least that is of use.
    public var minimum: KiB
    /// The most that is wanted.
    public var maximum: KiB
    /// The name or the uuid of the domain that it is for.
    public var beneficiary: String?
    /// When it lapses, in seconds since 1970; nil if it stays until it is released.
    public var expires: Int64?

    /// Makes a request.
    public init(id: String, minimum: KiB, maximum: KiB, beneficiary: String? = nil, expires: Int64? = nil) {
        self.id = id
        self.minimum = minimum
        self.maximum = maximum
        self.beneficiary = beneficiary
        self.expires = expires
    }
}
