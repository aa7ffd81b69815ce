/// Turns the bytes of a terminal into keys. A sequence may come in pieces, as it does over a serial line.
struct KeyDecoder {
    private var sequence: [UInt8] = []

    /// The keys that `bytes` complete; what begins a sequence waits for the rest, what is no key is dropped.
    mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        bytes.compactMap { decode($0) }
    }

    private mutating func decode(_ byte: UInt8) -> Key? {
        switch (sequence.count, byte) {
        case (_, Self.escape):
            sequence = [byte]
            return nil
        case (0, _):
            return Self.plain(byte)
        case (1, UInt8(ascii: "[")), (1, UInt8(ascii: "O")):
            sequence.append(byte)
            return nil
        case (1, _):
            // Escape and then a key: two keys, of which the first means nothing here.
            sequence = []
            return Self.plain(byte)
        case (2..<Self.longest, 0x20..<0x40):
            sequence.append(byte)
            return nil
        default:
            let parameters = String(decoding: sequence.dropFirst(2), as: UTF8.self)
            sequence = []
            return Self.special(byte, parameters)
        }
    }

    private static func plain(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x03: .interrupt
        case 0x0C: .redraw
        case UInt8(ascii: "k"): .up
        case UInt8(ascii: "j"): .down
        case UInt8(ascii: " "): .pageDown
        case UInt8(ascii: "b"): .pageUp
        case 0x21..<0x7F: .character(Character(Unicode.Scalar(byte)))
        default: nil
        }
    }

    private static func special(_ final: UInt8, _ parameters: String) -> Key? {
        switch (final, parameters) {
        case (UInt8(ascii: "A"), _): .up
        case (UInt8(ascii: "B"), _): .down
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
        case (UInt8(ascii: "~"), "5"): .pageUp
        case (UInt8(ascii: "~"), "6"): .pageDown
        default: nil
        }
    }

    private static let escape: UInt8 = 0x1B
    private static let longest = 16
}
