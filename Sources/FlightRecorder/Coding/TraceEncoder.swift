/// Writes values one behind the other, without their names: the order of a type's fields is its format.
///
/// A field that may be absent has a byte before it, a list its length, a case of an enumeration its name.
struct TraceEncoder: Encoder {
    let sink: TraceSink
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The bytes that stand for a value.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let sink = TraceSink()
        try value.encode(to: TraceEncoder(sink: sink))
        return sink.bytes
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(TraceFields(sink: sink))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { TraceList(sink: sink) }

    func singleValueContainer() -> any SingleValueEncodingContainer { TraceValue(sink: sink) }
}

/// The fields of a value.
private struct TraceFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: TraceSink
    var codingPath: [any CodingKey] { [] }

    private func note(_ key: Key) { sink.names?.append("\(Key.self).\(key.stringValue)") }

    func encodeNil(forKey key: Key) { sink.bytes.append(0) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        note(key)
        try value.encode(to: TraceEncoder(sink: sink))
    }

    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        try append(value, key)
    }

    /// A byte that says whether there is a value, and the value.
    private func append(_ value: (some Encodable)?, _ key: Key) throws {
        note(key)
        sink.bytes.append(value == nil ? 0 : 1)
        try value?.encode(to: TraceEncoder(sink: sink))
    }

    /// The payload of an enumeration's case, which the case's name stands before.
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<
        Nested
    > {
        sink.append(key.stringValue)
        return KeyedEncodingContainer(TraceFields<Nested>(sink: sink))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { TraceList(sink: sink) }
    func superEncoder() -> any Encoder { TraceEncoder(sink: sink) }
    func superEncoder(forKey key: Key) -> any Encoder { TraceEncoder(sink: sink) }

    // Of these the standard library has its own, which write nothing for an absent value, and prefers them to the one above.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try append(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try append(value, key) }
}

/// The members of a list, behind their number.
private struct TraceList: UnkeyedEncodingContainer {
    let sink: TraceSink
    private(set) var count = 0
    /// Where the number stands: four bytes, since it is known at the end only.
    private let place: Int
    var codingPath: [any CodingKey] { [] }

    init(sink: TraceSink) {
        self.sink = sink
        place = sink.bytes.count
        sink.bytes += [0, 0, 0, 0]
    }

    private mutating func add() {
        count += 1
        for index in 0..<4 { sink.bytes[place + index] = UInt8(truncatingIfNeeded: count >> (8 * index)) }
    }

    mutating func encodeNil() throws { throw TraceError.malformed }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        add()
        try value.encode(to: TraceEncoder(sink: sink))
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        add()
        return KeyedEncodingContainer(TraceFields<Nested>(sink: sink))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        add()
        return TraceList(sink: sink)
    }

    mutating func superEncoder() -> any Encoder { TraceEncoder(sink: sink) }
}

/// A value that is one number or one text.
private struct TraceValue: SingleValueEncodingContainer {
    let sink: TraceSink
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { sink.bytes.append(0) }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: TraceEncoder(sink: sink)) }

    func encode(_ value: Bool) { sink.bytes.append(value ? 1 : 0) }

    func encode(_ value: String) { sink.append(value) }

    func encode(_ value: Double) { sink.append(value.bitPattern) }

    func encode(_ value: Float) { sink.append(UInt64(value.bitPattern)) }

    func encode<Value: FixedWidthInteger & Encodable>(_ value: Value) {
        if Value.isSigned { sink.append(Int64(value)) } else { sink.append(UInt64(value)) }
    }
}
