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
}
