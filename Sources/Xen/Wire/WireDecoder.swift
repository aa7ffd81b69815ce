/// Puts messages together from bytes that arrive in pieces of any size.
///
/// Memory stays bounded as long as ``next()`` is called until it answers nil after each ``append(_:)``: then at most one
/// unfinished message waits.
public struct WireDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0
    private let limit: Int

    /// Makes a decoder that has seen nothing.
    ///
    /// - Parameter limit: the longest payload in bytes that is believed.
    public init(limit: Int = WireHeader.payloadMaximum) {
        self.limit = limit
    }

    /// Takes over the bytes that arrived.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// How many bytes at least have to arrive before ``next()`` can answer with a message; 0 if it can now, or if it
    /// will fail. As long as the header is not there, its own bytes are all that is known to be missing.
    public var missing: Int {
        guard let header = WireHeader(decoding: buffer, at: start) else { return WireHeader.size - waiting }
        guard header.length <= limit else { return 0 }
        return max(0, WireHeader.size + Int(header.length) - waiting)
    }

    /// How many bytes have arrived that are in no message yet.
    public var waiting: Int {
        buffer.count - start
    }

    /// The next message, nil as long as it is not there in full.
    ///
    /// - Throws: when the header announces more than the limit. Where the next message would start is unknown then, so
    ///   the connection is of no more use.
    public mutating func next() throws(Failure) -> WireMessage? {
        guard let header = WireHeader(decoding: buffer, at: start) else { return nil }
        guard header.length <= limit else { throw .oversized(header.length) }
        let payload = start + WireHeader.size
        let end = payload + Int(header.length)
        guard end <= buffer.count else { return nil }
        let message = WireMessage(
            header.operation,
            request: header.request,
            transaction: header.transaction,
            payload: Array(buffer[payload..<end])
        )
        start = end
        reclaim()
        return message
    }

    /// Gives the room of finished messages back, in steps large enough that each byte is moved once at most.
    private mutating func reclaim() {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
            start = 0
        } else if start >= Self.keptCapacity, start >= buffer.count / 2 {
            buffer.removeSubrange(..<start)
            start = 0
        }
    }

    private static let keptCapacity = 1 << 14

    /// Why a stream of bytes is no xenstore protocol.
    public enum Failure: Swift.Error, Sendable, Hashable, CustomStringConvertible {
        /// A header announces this many bytes, more than the protocol allows.
        case oversized(UInt32)

        /// One sentence that says what was wrong.
        public var description: String {
            switch self {
            case .oversized(let length): "a message announces \(length) bytes of payload, more than the limit"
            }
        }
    }
}
