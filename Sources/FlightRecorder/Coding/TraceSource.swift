/// Where a decoder's bytes come from. They may be a stranger's: everything is checked.
final class TraceSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes have not been read.
    var remaining: Int { bytes.count - position }

    func byte() throws(TraceError) -> UInt8 {
        guard position < bytes.count else { throw .malformed }
        defer { position += 1 }
        return bytes[position]
    }

    func number() throws(TraceError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            let part = UInt64(byte & 0x7F)
            guard (part << shift) >> shift == part else { throw .malformed }
            number |= part << shift
            if byte & 0x80 == 0 { return number }
        }
        throw .malformed
    }

    func signed() throws(TraceError) -> Int64 {
        let number = try number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A number that says how many things follow, each of at least one byte.
    func count() throws(TraceError) -> Int {
        let number = try number()
        guard number <= UInt64(remaining) else { throw .malformed }
        return Int(number)
    }

    func text() throws(TraceError) -> String {
        let count = try count()
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(TraceError) -> Value {
        let value = Value.isSigned ? Value(exactly: try signed()) : Value(exactly: try number())
        guard let value else { throw .malformed }
        return value
    }
}
