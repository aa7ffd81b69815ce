import Ballooning
public import Xen

extension JSON {
    /// A text, or `null` where there is none.
    public static func text(_ value: (some CustomStringConvertible)?) -> JSON {
        value.map { .string($0.description) } ?? .null
    }

    /// An amount in KiB, or `null` where there is none.
    public static func amount(_ value: KiB?) -> JSON {
        value.map { .number($0.count) } ?? .null
    }

    /// A whole number, or `null` where there is none.
    public static func count(_ value: (some BinaryInteger)?) -> JSON {
        value.map { .number(Int($0)) } ?? .null
    }
}
