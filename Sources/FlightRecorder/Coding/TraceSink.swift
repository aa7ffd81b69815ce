/// Where an encoder's bytes go.
final class TraceSink {
    /// The bytes so far.
    var bytes: [UInt8] = []
    /// Gathers the names of the fields in their order, for the fingerprint of a format; nil as a rule.
    var names: [String]?

    /// Seven bits a byte, the last one without the high bit: most numbers of a trace are small.
    func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A number with a sign: the small ones of either sign are short.
    func append(_ number: Int64) {
        append(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}
