public import Xen

/// An optional that takes no more room than its value: one value that nothing real ever has stands for nil.
///
/// All that is known of a domain passes through the cache in each plan, and a plain optional of eight bytes takes
/// sixteen.
@propertyWrapper
public struct Compact<Value: Sparing>: Sendable {
    private var stored: Value

    /// Keeps a value, or none.
    @inline(__always)
    public init(wrappedValue: Value?) {
        stored = wrappedValue ?? .spare
    }

    /// The value; nil if there is none.
    @inline(__always)
    public var wrappedValue: Value? {
        get { stored == .spare ? nil : stored }
        set { stored = newValue ?? .spare }
    }
}

/// A type with a value to spare.
public protocol Sparing: Hashable, Sendable {
    /// The value that nothing real ever has.
    static var spare: Self { get }
}

extension Pages: Sparing {
    /// The largest debt that can be written down.
    @inline(__always)
    public static var spare: Pages { Pages(.min) }
}

extension UInt64: Sparing {
    /// More than any counter reaches.
    @inline(__always)
    public static var spare: UInt64 { .max }
}

extension Compact: Hashable, CustomStringConvertible {
    /// The value as text, or `nil`.
    public var description: String {
        wrappedValue.map { "\($0)" } ?? "nil"
    }
}

// MARK: Coding: what is written of a value is what would be written of the optional.

extension Compact: Encodable where Value: Encodable {
    /// Writes the value, or null.
    public func encode(to encoder: any Encoder) throws {
        try wrappedValue.encode(to: encoder)
    }
}

extension Compact: Decodable where Value: Decodable {
    /// Reads a value, or null.
    public init(from decoder: any Decoder) throws {
        self.init(wrappedValue: try Value?(from: decoder))
    }
}

extension KeyedEncodingContainer {
    /// Leaves out what is nil, as is done with an optional.
    public mutating func encode<Value: Encodable>(_ value: Compact<Value>, forKey key: Key) throws {
        try encodeIfPresent(value.wrappedValue, forKey: key)
    }
}

extension KeyedDecodingContainer {
    /// Takes what is left out for nil, as is done with an optional.
    public func decode<Value: Decodable>(_: Compact<Value>.Type, forKey key: Key) throws -> Compact<Value> {
        Compact(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
    }
}
