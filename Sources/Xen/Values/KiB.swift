/// An amount of memory in kibibytes, the unit of xenstore's `memory/*` nodes and of libxenctrl's memory limit.
public struct KiB: Sendable, Hashable, Codable {
    /// How many KiB; negative where a difference is meant.
    public var count: Int

    /// Makes an amount of `count` KiB.
    public init(_ count: Int) {
        self.count = count
    }

    /// The amount that a xenstore node holds as decimal text.
    ///
    /// Accepts what libxl and the guests write: an optional sign and decimal digits, surrounded by nothing. Anything
    /// else, a value past 2^53 KiB included, is no number: the nodes may come from a guest that wishes us ill.
    ///
    /// - Parameter text: the bytes of the node.
    public init?(parsing text: some Collection<UInt8>) {
        guard text.count <= 20 else { return nil }
        var digits = text[...]
        let negative = digits.first == UInt8(ascii: "-")
        if negative { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        var value = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= Self.largest else { return nil }
        }
        self.init(negative ? -value : value)
    }

    /// The largest size that is believed: 2^53 KiB, far above any machine and far below an overflow.
    private static let largest = 1 << 53

    /// No memory at all.
    public static var zero: KiB { KiB(0) }
}

extension KiB: Comparable, AdditiveArithmetic {
    /// Whether `lhs` is less memory than `rhs`.
    public static func < (lhs: KiB, rhs: KiB) -> Bool {
        lhs.count < rhs.count
    }

    /// The sum of two amounts.
    public static func + (lhs: KiB, rhs: KiB) -> KiB {
        KiB(lhs.count + rhs.count)
    }

    /// The difference of two amounts.
    public static func - (lhs: KiB, rhs: KiB) -> KiB {
        KiB(lhs.count - rhs.count)
    }
}

extension KiB: CustomStringConvertible {
    /// The amount as `2048 KiB`.
    public var description: String {
        "\(count) KiB"
    }
}
