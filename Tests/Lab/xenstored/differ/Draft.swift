import Xen

/// A request before it is known which number its transaction has on either side.
struct Draft {
    /// How much of the two answers has to be equal.
    enum Comparison {
        /// Everything.
        case whole
        /// Everything but the count of changes at the start of a DIRECTORY_PART answer: it counts all that ever
        /// happened in a server.
        case withoutGeneration
        /// That it is a new transaction, whatever its number.
        case transaction
    }

    var operation: WireOperation
    var payload: [UInt8]
    /// Which of the connection's open transactions it belongs to.
    var transaction: Int?
    /// That transaction, once it is sure that the request is sent.
    var open: Session.OpenTransaction?
    /// A number that stands for no transaction.
    var strayTransaction: UInt32?
    var comparison = Comparison.whole

    init(_ request: WireRequest, in transaction: Int? = nil) {
        operation = request.operation
        payload = request.payload
        self.transaction = transaction
    }

    init(_ operation: WireOperation, _ payload: [UInt8], _ comparison: Comparison = .whole) {
        self.operation = operation
        self.payload = payload
        self.comparison = comparison
    }

    /// Whether it ends its transaction, whatever the servers say: a commit that fails has ended it too.
    var endsTransaction: Bool {
        operation == .transactionEnd && Self.ends.contains(payload)
    }

    /// Whether only the servers can tell if it ends its transaction.
    var isMalformedEnd: Bool {
        operation == .transactionEnd && !Self.ends.contains(payload)
    }

    private static let ends = [true, false].map { WireRequest.transactionEnd(commit: $0).payload }
}
