import Xen

/// The form of the kernel's tables: a name, an optional colon, spaces or tabs, a decimal number, whatever else, a line's end.
enum KernelText {
    /// Calls `body` with the place of each line's name and with its number. Lines of another form, a last line that was
    /// cut off, and numbers that nobody believes are passed over.
    static func forEachCounter(in bytes: [UInt8], count: Int, _ body: (Range<Int>, Int) -> Void) {
        var offset = 0
        while let end = bytes[offset..<count].firstIndex(of: UInt8(ascii: "\n")) {
            let nameEnd = bytes[offset..<end].firstIndex(where: isSeparator) ?? end
            let start = bytes[nameEnd..<end].firstIndex { !isSeparator($0) } ?? end
            if nameEnd > offset, let number = number(in: bytes, start..<end) {
                body(offset..<nameEnd, number)
            }
            offset = end + 1
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "\t")
    }

    /// The number that a range starts with, nil where it does not start with a digit or goes beyond
    /// ``Xen/ReportFormat/largestNumber``.
    static func number(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var number = 0
        var digits = 0
        for byte in bytes[range] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
            guard number <= ReportFormat.largestNumber else { return nil }
            digits += 1
        }
        return digits > 0 ? number : nil
    }

    /// The `total=` of the line of a pressure file that starts with `kind`, in microseconds.
    static func stall(_ kind: StaticString, in bytes: [UInt8], count: Int) -> Int? {
        var offset = 0
        while let end = bytes[offset..<count].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[offset..<end]
            offset = end + 1
            guard starts(line, with: kind), let sign = line.lastIndex(of: UInt8(ascii: "=")) else { continue }
            guard starts(line[..<sign].suffix(5), with: "total") else { continue }
            return number(in: bytes, sign + 1..<end)
        }
        return nil
    }

    /// Whether the bytes start with an ASCII text.
    static func starts(_ bytes: ArraySlice<UInt8>, with text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes.starts(with: $0) }
    }
}
