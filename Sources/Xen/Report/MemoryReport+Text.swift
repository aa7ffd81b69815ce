extension MemoryReport {
    /// Replaces `bytes` by the report's line. The array's storage is reused, so a caller that keeps it allocates nothing.
    ///
    /// The line is never longer than ``ReportFormat/maximumLength``: keys that no longer fit are left out, the ones that
    /// can best be done without first. A number outside what a reader believes is left out as well.
    public func encode(into bytes: inout [UInt8]) {
        var line = ReportLine(reusing: &bytes)
        for key in Self.keys {
            guard let number = self[key] else { continue }
            line.append(key, number)
        }
        bytes = line.take()
    }

    /// Reads a guest's line.
    ///
    /// - Parameter bytes: the content of the node, by a writer that may wish us ill.
    /// - Throws: why it is no report.
    public init(parsing bytes: [UInt8]) throws(ReportError) {
        self.init(sequence: 0, total: .zero)
        var scanner = try ReportScanner(bytes, keys: Self.keys)
        while let (key, number) = try scanner.next() {
            self[key] = number
        }
        guard scanner.hasSeen(.sequence) else { throw .missing(.sequence) }
        guard scanner.hasSeen(.total) else { throw .missing(.total) }
        guard total > .zero else { throw .number(.total) }
        try checkParts()
    }

    /// A part of the memory that exceeds the whole is a lie or a mistake; either way the rest is not worth more.
    private func checkParts() throws(ReportError) {
        if let free, free > total { throw .contradiction(.free, .total) }
        if let available, available > total { throw .contradiction(.available, .total) }
        if let swapFree, swapFree > swapTotal ?? .zero { throw .contradiction(.swapFree, .swapTotal) }
        if let swapCached, swapCached > swapTotal ?? .zero { throw .contradiction(.swapCached, .swapTotal) }
    }
}
