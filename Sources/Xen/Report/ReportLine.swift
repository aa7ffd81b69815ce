/// A line of `key=number` pairs under construction, in storage that its user keeps.
struct ReportLine {
    private var bytes: [UInt8]

    /// Starts a line with the version, in the storage of `bytes`, which is left empty.
    init(reusing bytes: inout [UInt8]) {
        self.bytes = []
        swap(&self.bytes, &bytes)
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.reserveCapacity(ReportFormat.maximumLength)
        append(.version, ReportFormat.version)
    }

    /// Appends a pair where it fits and its number is one that a reader believes.
    mutating func append(_ key: ReportKey, _ number: Int) {
        guard number >= 0, number <= ReportFormat.largestNumber else { return }
        var digits = 1
        var power = 10
        while number >= power {
            digits += 1
            power *= 10
        }
        let separator = bytes.isEmpty ? 0 : 1
        let length = separator + key.rawValue.utf8.count + 1 + digits
        guard bytes.count + length <= ReportFormat.maximumLength else { return }
        if separator == 1 { bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: key.rawValue.utf8)
        bytes.append(UInt8(ascii: "="))
        while power > 1 {
            power /= 10
            bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
        }
    }

    /// The line with its storage.
    consuming func take() -> [UInt8] {
        bytes
    }
}
