public import Xen

/// An amount of memory as people write it: `512M`, `2GiB`, `1.5G`. All units are powers of 1024, as xl's are.
public struct MemorySize: Sendable, Hashable {
    /// The amount.
    public var kib: KiB

    /// Makes a size.
    public init(_ kib: KiB) {
        self.kib = kib
    }

    /// Reads a size; a part of a KiB counts as a whole one.
    ///
    /// - Throws: ``TextRefusal``, which names the units where there is none: a bare number means MiB to xl, KiB to
    ///   xenstore and bytes to others, so it means nothing here.
    public init(parsing text: String) throws(TextRefusal) {
        let quantity = try Quantity(parsing: text, kind: "a size", example: "512M or 2GiB")
        guard !quantity.unit.isEmpty else {
            throw TextRefusal(text, "has no unit: write \(text)K, \(text)M, \(text)G or \(text)T")
        }
        guard let factor = Self.factor(of: quantity.unit) else {
            throw TextRefusal(text, "has no unit of size: there are K, M, G and T (or KiB, MiB, GiB and TiB)")
        }
        guard let count = quantity.times(factor, atMost: Self.largest.count) else {
            throw TextRefusal(text, "is more than any machine has: the most is 1024T")
        }
        self.init(KiB(count))
    }

    /// The largest size that is taken: a pebibyte, far above any machine and far below an overflow.
    public static let largest = KiB(1 << 40)

    private static func factor(of unit: Substring) -> Int? {
        switch unit.lowercased() {
        case "k", "kib": 1
        case "m", "mib": 1 << 10
        case "g", "gib": 1 << 20
        case "t", "tib": 1 << 30
        default: nil
        }
    }
}

extension MemorySize: CustomStringConvertible {
    /// The size in the largest unit that shows three digits of it, such as `512M`, `1.5G` or `64K`; what is behind the
    /// first decimal is dropped.
    public var description: String {
        let sign = kib.count < 0 ? "-" : ""
        let size = kib.count.magnitude
        switch size {
        case ..<(1 << 10): return "\(sign)\(size)K"
        case ..<(10 << 20): return sign + Self.text(size, in: 1 << 10, "M")
        case ..<(10 << 30): return sign + Self.text(size, in: 1 << 20, "G")
        default: return sign + Self.text(size, in: 1 << 30, "T")
        }
    }

    private static func text(_ size: UInt, in unit: UInt, _ letter: String) -> String {
        let tenths = size % unit * 10 / unit
        return tenths == 0 ? "\(size / unit)\(letter)" : "\(size / unit).\(tenths)\(letter)"
    }
}
