import Xen

/// What may be done with a node, as bits that can be asked for together.
struct Access: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let read = Access(rawValue: 1)
    static let write = Access(rawValue: 2)
    static let owner = Access(rawValue: 4)

    /// What the letter of an access list grants, nil for no letter of one.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "n"): self = []
        case UInt8(ascii: "r"): self = .read
        case UInt8(ascii: "w"): self = .write
        case UInt8(ascii: "b"): self = [.read, .write]
        default: return nil
        }
    }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The letter of an access list.
    var letter: UInt8 {
        switch self {
        case [.read, .write]: UInt8(ascii: "b")
        case .read: UInt8(ascii: "r")
        case .write: UInt8(ascii: "w")
        default: UInt8(ascii: "n")
        }
    }
}

/// One entry of an access list as the daemon keeps it.
struct Grant: Sendable, Hashable {
    var domain: UInt32
    var access: Access
    /// The domain was gone, or another one, when the list was last looked at: the entry counts no more, though it is
    /// still listed.
    var isIgnored = false

    /// The entry as it goes over the wire.
    var text: [UInt8] {
        // xenstored prints the number as a signed one.
        [access.letter] + Array(String(Int32(bitPattern: domain)).utf8)
    }

    /// The entry that a text stands for: a letter and a C number in any base.
    init?(parsing text: ArraySlice<UInt8>) {
        guard let letter = text.first, let access = Access(letter: letter), text.count > 1,
            let number = CNumber.strictInteger(text.dropFirst())
        else { return nil }
        self.init(domain: UInt32(truncatingIfNeeded: number), access: access)
    }

    init(domain: UInt32, access: Access) {
        self.domain = domain
        self.access = access
    }
}
