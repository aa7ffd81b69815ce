/// One message of the xenstore protocol, in either direction.
public struct WireMessage: Sendable, Hashable {
    /// What the message is.
    public var operation: WireOperation
    /// The number that the answer to a request repeats; 0 in an event.
    public var request: UInt32
    /// The transaction that the request belongs to.
    public var transaction: StoreTransaction
    /// What follows the header.
    public var payload: [UInt8]

    /// Makes a message.
    public init(
        _ operation: WireOperation,
        request: UInt32 = 0,
        transaction: StoreTransaction = .none,
        payload: [UInt8]
    ) {
        self.operation = operation
        self.request = request
        self.transaction = transaction
        self.payload = payload
    }

    /// Adds the message's bytes to `bytes`. Nothing is refused: a payload past ``WireHeader/payloadMaximum`` is for the
    /// other side to judge.
    public func encode(into bytes: inout [UInt8]) {
        WireHeader(
            operation: operation,
            request: request,
            transaction: transaction,
            length: UInt32(truncatingIfNeeded: payload.count)
        ).encode(into: &bytes)
        bytes.append(contentsOf: payload)
    }

    /// The message's bytes.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    /// The payload split at its NULs. What stands behind the last NUL is the last part, unless it is empty, so that
    /// `a|b|` and `a|b` have the same two parts.
    public var parts: [ArraySlice<UInt8>] {
        var parts = payload.split(separator: 0, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts
    }
}
