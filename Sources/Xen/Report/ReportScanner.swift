/// Reads the `key=number` pairs of a line that a guest wrote, in one pass and without trusting a byte of it.
struct ReportScanner {
    private let bytes: [UInt8]
    private let keys: [ReportKey]
    private var offset = 0
    /// Where in `keys` the next key is looked for first: a writer that keeps our order costs one comparison a pair.
    private var expected = 0
    /// A bit for each of `keys` that has been read.
    private var seen: UInt32 = 0

    /// Starts behind the version.
    ///
    /// - Parameter keys: the keys that the format has, at most 32; others are skipped.
    init(_ bytes: [UInt8], keys: [ReportKey]) throws(ReportError) {
        guard bytes.count <= ReportFormat.maximumLength else { throw .tooLong(count: bytes.count) }
        self.bytes = bytes
        self.keys = keys
        let pair = try nextPair()
        guard let pair, matches(.version, pair.key), digits(pair.value) == ReportFormat.version else { throw .version }
    }

    /// The next pair whose key the format has, nil at the end of the line.
    mutating func next() throws(ReportError) -> (key: ReportKey, number: Int)? {
        while let pair = try nextPair() {
            guard let index = index(of: pair.key) else {
                guard !matches(.version, pair.key) else { throw .duplicate(.version) }
                continue
            }
            let key = keys[index]
            let bit: UInt32 = 1 << UInt32(index)
            guard seen & bit == 0 else { throw .duplicate(key) }
            seen |= bit
            expected = index + 1
            guard let number = digits(pair.value) else { throw .number(key) }
            return (key, number)
        }
        return nil
    }

    /// Whether a key has been read.
    func hasSeen(_ key: ReportKey) -> Bool {
        guard let index = keys.firstIndex(of: key) else { return false }
        return seen & 1 << UInt32(index) != 0
    }

    private mutating func nextPair() throws(ReportError) -> (key: Range<Int>, value: Range<Int>)? {
        guard offset < bytes.count else { return nil }
        let start = offset
        var equals: Int?
        while offset < bytes.count, bytes[offset] != UInt8(ascii: " ") {
            guard bytes[offset] > UInt8(ascii: " "), bytes[offset] < 0x7F else { throw .malformed(offset: offset) }
            if equals == nil, bytes[offset] == UInt8(ascii: "=") { equals = offset }
            offset += 1
        }
        guard let equals, equals > start, equals + 1 < offset else { throw .malformed(offset: start) }
        let pair = (start..<equals, equals + 1..<offset)
        if offset < bytes.count {
            offset += 1
            guard offset < bytes.count else { throw .malformed(offset: offset) }
        }
        return pair
    }

    private func index(of name: Range<Int>) -> Int? {
        if expected < keys.count, matches(keys[expected], name) { return expected }
        return keys.firstIndex { matches($0, name) }
    }

    private func matches(_ key: ReportKey, _ name: Range<Int>) -> Bool {
        bytes[name].elementsEqual(key.rawValue.utf8)
    }

    private func digits(_ value: Range<Int>) -> Int? {
        guard value.count <= 16 else { return nil }
        var number = 0
        for byte in bytes[value] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number <= ReportFormat.largestNumber ? number : nil
    }
}
