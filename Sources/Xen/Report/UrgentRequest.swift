/// A guest's cry for memory between two reports, the guest half of the virtio auto-balloon seed: it names a need, and
/// dom0 decides.
public struct UrgentRequest: Sendable, Hashable {
    /// Differs from that of the request before, so that a repeated need is seen to be a new one.
    public var sequence: Int
    /// What is short, more than 0.
    public var need: KiB

    /// Makes a request.
    public init(sequence: Int, need: KiB) {
        self.sequence = sequence
        self.need = need
    }

    /// The keys in the order in which they are written.
    private static let keys: [ReportKey] = [.sequence, .need]

    /// Replaces `bytes` by the request's line. The array's storage is reused.
    public func encode(into bytes: inout [UInt8]) {
        var line = ReportLine(reusing: &bytes)
        line.append(.sequence, sequence)
        line.append(.need, need.count)
        bytes = line.take()
    }

    /// Reads a guest's line.
    ///
    /// - Parameter bytes: the content of the node, by a writer that may wish us ill.
    /// - Throws: why it is no request.
    public init(parsing bytes: [UInt8]) throws(ReportError) {
        self.init(sequence: 0, need: .zero)
        var scanner = try ReportScanner(bytes, keys: Self.keys)
        while let (key, number) = try scanner.next() {
            if key == .sequence { sequence = number } else { need = KiB(number) }
        }
        guard scanner.hasSeen(.sequence) else { throw .missing(.sequence) }
        guard scanner.hasSeen(.need) else { throw .missing(.need) }
        guard need > .zero else { throw .number(.need) }
    }
}
