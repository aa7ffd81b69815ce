/// Reads what ``TraceEncoder`` has written.
struct TraceDecoder: Decoder {
    let source: TraceSource
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The value that the bytes stand for.
    static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) throws(TraceError) -> Value {
        let source = TraceSource(bytes)
        do {
            let value = try Value(from: TraceDecoder(source: source))
            guard source.remaining == 0 else { throw TraceError.malformed }
            return value
        } catch {
            throw .malformed
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(TraceFieldsRead(source: source))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try TraceListRead(source: source) }

    func singleValueContainer() -> any SingleValueDecodingContainer { TraceValueRead(source: source) }
}

/// The fields of a value.
private struct TraceFieldsRead<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let source: TraceSource
    var codingPath: [any CodingKey] { [] }

    /// What an enumeration asks for to find its case, whose name comes next.
    var allKeys: [Key] {
        guard let name = try? source.text(), let key = Key(stringValue: name) else { return [] }
        return [key]
    }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { try source.byte() == 0 }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: TraceDecoder(source: source))
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? { try value() }

    /// What stands behind the byte that says whether there is a value.
    private func value<Value: Decodable>() throws -> Value? {
        try source.byte() == 0 ? nil : try Value(from: TraceDecoder(source: source))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedDecodingContainer<
        Nested
    > {
        KeyedDecodingContainer(TraceFieldsRead<Nested>(source: source))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try TraceListRead(source: source)
    }
    func superDecoder() -> any Decoder { TraceDecoder(source: source) }
    func superDecoder(forKey key: Key) -> any Decoder { TraceDecoder(source: source) }

    // Of these the standard library has its own, and prefers them to the one above: see ``TraceEncoder``.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try value() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try value() }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try value() }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try value() }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try value() }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try value() }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try value() }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try value() }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try value() }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try value() }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try value() }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try value() }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try value() }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try value() }
}

/// The members of a list.
private struct TraceListRead: UnkeyedDecodingContainer {
    let source: TraceSource
    private let length: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(source: TraceSource) throws(TraceError) {
        self.source = source
        var length = 0
        for index in 0..<4 { length |= Int(try source.byte()) << (8 * index) }
        // Each member has at least one byte, so that a false number makes nobody reserve memory for it.
        guard length <= source.remaining else { throw .malformed }
        self.length = length
    }

    var count: Int? { length }
    var isAtEnd: Bool { currentIndex >= length }

    private mutating func advance() throws {
        guard !isAtEnd else { throw TraceError.malformed }
        currentIndex += 1
    }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try advance()
        return try Value(from: TraceDecoder(source: source))
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
        try advance()
        return KeyedDecodingContainer(TraceFieldsRead<Nested>(source: source))
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try advance()
        return try TraceListRead(source: source)
    }

    mutating func superDecoder() -> any Decoder { TraceDecoder(source: source) }
}

/// A value that is one number or one text.
private struct TraceValueRead: SingleValueDecodingContainer {
    let source: TraceSource
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { (try? source.byte()) == 0 }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: TraceDecoder(source: source)) }

    func decode(_ type: Bool.Type) throws -> Bool { try source.byte() != 0 }

    func decode(_ type: String.Type) throws -> String { try source.text() }

    func decode(_ type: Double.Type) throws -> Double { Double(bitPattern: try source.number()) }

    func decode(_ type: Float.Type) throws -> Float { Float(bitPattern: try source.integer(UInt32.self)) }

    func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) throws -> Value { try source.integer(type) }
}
