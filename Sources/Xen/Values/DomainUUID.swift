/// The identity that a domain keeps over reboot, save and migration: the 16-byte handle that Xen stores for it.
public struct DomainUUID: Sendable, Hashable, Codable {
    /// The first eight bytes, most significant first.
    public var high: UInt64
    /// The last eight bytes, most significant first.
    public var low: UInt64

    /// Makes an identity of its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an identity of the handle that Xen reports, first byte first; nil unless there are 16 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        var halves: (UInt64, UInt64) = (0, 0)
        var count = 0
        for byte in bytes {
            switch count {
            case 0..<8: halves.0 = halves.0 << 8 | UInt64(byte)
            case 8..<16: halves.1 = halves.1 << 8 | UInt64(byte)
            default: return nil
            }
            count += 1
        }
        guard count == 16 else { return nil }
        self.init(high: halves.0, low: halves.1)
    }

    /// The identity that its usual text stands for, as in `/vm/<uuid>`; nil where the text is none.
    public init?(parsing text: some StringProtocol) {
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        for (index, character) in text.utf8.enumerated() {
            if Self.isDash(at: index) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(character - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(character - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(character - UInt8(ascii: "A") + 10)
            default: return nil
            }
            guard digits.count <= 32 else { return nil }
        }
        guard digits.count == 32 else { return nil }
        self.init(
            high: digits[..<16].reduce(0) { $0 << 4 | UInt64($1) },
            low: digits[16...].reduce(0) { $0 << 4 | UInt64($1) }
        )
    }

    /// Whether a dash stands there in the text form.
    private static func isDash(at index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }
}

extension DomainUUID: Comparable, CustomStringConvertible {
    /// Orders identities as their text forms are ordered.
    public static func < (lhs: DomainUUID, rhs: DomainUUID) -> Bool {
        (lhs.high, lhs.low) < (rhs.high, rhs.low)
    }

    /// The text form: 32 lower-case digits in five groups.
    public var description: String {
        // Bytes and not characters: each write of a target tells a home by this text.
        String(unsafeUninitializedCapacity: Self.textLength) { text in
            var digit = 0
            for index in 0..<Self.textLength {
                if Self.isDash(at: index) {
                    text[index] = UInt8(ascii: "-")
                    continue
                }
                let half = digit < 16 ? high : low
                let value = UInt8(half >> UInt64(60 - 4 * (digit % 16)) & 0xF)
                text[index] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                digit += 1
            }
            return Self.textLength
        }
    }

    private static let textLength = 36
}
