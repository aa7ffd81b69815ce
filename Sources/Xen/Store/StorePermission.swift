/// One entry of a node's access list. The first entry of a list names the owner, and what it grants holds for every
/// domain that no further entry names (docs/misc/xenstore.txt of Xen).
public struct StorePermission: Sendable, Hashable {
    /// The domain that the entry is about.
    public var domain: DomainID
    /// What that domain may do.
    public var access: Access

    /// Makes an entry.
    public init(_ access: Access, _ domain: DomainID) {
        self.domain = domain
        self.access = access
    }

    /// What an entry allows, with the protocol's letter as its value.
    public enum Access: UInt8, Sendable, Hashable {
        /// `n`: nothing.
        case none = 0x6E
        /// `r`: reading.
        case read = 0x72
        /// `w`: writing.
        case write = 0x77
        /// `b`: both.
        case both = 0x62
    }
}

extension StorePermission: CustomStringConvertible {
    /// The entry as it goes over the wire, such as `r7`.
    public var description: String {
        "\(Character(Unicode.Scalar(access.rawValue)))\(domain)"
    }

    /// The entry that a text of the wire stands for, nil where it is none.
    public init?(parsing text: some StringProtocol) {
        guard let letter = text.utf8.first, let access = Access(rawValue: letter),
            let domain = UInt16(text.dropFirst())
        else { return nil }
        self.init(access, DomainID(domain))
    }
}
