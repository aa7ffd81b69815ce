/// The 16 bytes before every payload: `struct xsd_sockmsg` of `io/xs_wire.h`.
public struct WireHeader: Sendable, Hashable {
    /// What the message is.
    public var operation: WireOperation
    /// The number that the answer to a request repeats.
    public var request: UInt32
    /// The transaction that the request belongs to.
    public var transaction: StoreTransaction
    /// The number of bytes that follow.
    public var length: UInt32

    /// Makes a header.
    public init(operation: WireOperation, request: UInt32, transaction: StoreTransaction, length: UInt32) {
        self.operation = operation
        self.request = request
        self.transaction = transaction
        self.length = length
    }

    /// The size of a header in bytes.
    public static let size = 16

    /// The most bytes that may follow a header, XENSTORE_PAYLOAD_MAX in `io/xs_wire.h`. A server drops a client that
    /// announces more.
    public static let payloadMaximum = 4096

    /// Reads the header at `offset`, nil where fewer than ``size`` bytes are left.
    public init?(decoding bytes: [UInt8], at offset: Int = 0) {
        guard offset >= 0, bytes.count - offset >= Self.size else { return nil }
        self.init(
            operation: WireOperation(rawValue: Self.word(of: bytes, at: offset)),
            request: Self.word(of: bytes, at: offset + 4),
            transaction: StoreTransaction(rawValue: Self.word(of: bytes, at: offset + 8)),
            length: Self.word(of: bytes, at: offset + 12)
        )
    }

    /// Adds the header's bytes to `bytes`.
    public func encode(into bytes: inout [UInt8]) {
        Self.append(operation.rawValue, to: &bytes)
        Self.append(request, to: &bytes)
        Self.append(transaction.rawValue, to: &bytes)
        Self.append(length, to: &bytes)
    }

    // The protocol uses the machine's byte order, and Xen runs on little-endian machines alone.
    private static func word(of bytes: [UInt8], at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
            | UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word >> 16))
        bytes.append(UInt8(truncatingIfNeeded: word >> 24))
    }
}
