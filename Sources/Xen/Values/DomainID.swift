/// The number by which Xen knows a running domain. It is handed out again after the domain is gone: whoever has to know
/// that a domain is still the same one compares its ``DomainUUID`` as well.
public struct DomainID: Sendable, Hashable, Codable {
    /// Xen's own number.
    public var rawValue: UInt16

    /// Makes the number `rawValue` a domid.
    public init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A domid as it stands in a path or a token, nil where the text is none.
    public init?(parsing text: some StringProtocol) {
        guard let value = UInt16(text), value < Self.firstReserved else { return nil }
        self.init(value)
    }

    /// The control domain.
    public static var zero: DomainID { DomainID(0) }

    /// Xen's DOMID_FIRST_RESERVED (public/xen.h): numbers from here on mean something else than a domain.
    public static let firstReserved: UInt16 = 0x7FF0
}

extension DomainID: Comparable, CustomStringConvertible {
    /// Whether `lhs` comes before `rhs` in Xen's list of domains.
    public static func < (lhs: DomainID, rhs: DomainID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The bare number.
    public var description: String {
        String(rawValue)
    }
}
