import Xen

/// The same connection to both servers, and what is set up on it.
final class Session {
    /// A watch as its request named it.
    struct WatchKey: Hashable {
        let payload: [UInt8]
    }

    let left: Endpoint
    let right: Endpoint
    /// The numbers of the open transactions on either side.
    var transactions: [(left: UInt32, right: UInt32)] = []
    var watches: [WatchKey] = []
    private var lastRequest: UInt32 = 0

    init(_ left: String, _ right: String) throws(Failure) {
        self.left = try Endpoint(left)
        self.right = try Endpoint(right)
    }

    /// Sends a request to both. Neither waits for the other one.
    func send(_ draft: Draft) {
        lastRequest += 1
        let numbers = draft.transaction.map { transactions[$0] }
        let stray = draft.strayTransaction ?? 0
        var message = WireMessage(draft.operation, request: lastRequest, payload: draft.payload)
        message.transaction = StoreTransaction(rawValue: numbers?.left ?? stray)
        left.send(message.encoded)
        message.transaction = StoreTransaction(rawValue: numbers?.right ?? stray)
        right.send(message.encoded)
    }

    /// What both say to the request that was sent last.
    func receive() -> (left: Answer, right: Answer) {
        (left.answer(to: lastRequest), right.answer(to: lastRequest))
    }

    /// Sends a request to both and hands out what they say.
    func ask(_ draft: Draft) -> (left: Answer, right: Answer) {
        send(draft)
        return receive()
    }

    /// Remembers what a request that both carried out has set up or ended.
    func note(_ draft: Draft, _ left: WireMessage, _ right: WireMessage) {
        guard left.operation != .error || draft.operation == .transactionEnd else { return }
        switch draft.operation {
        case .transactionStart: transactions.append((Self.number(left), Self.number(right)))
        case .transactionEnd:
            // A commit that failed has ended its transaction too, unless it was no commit at all.
            guard let index = draft.transaction, left.operation != .error || draft.payload == [0x54, 0] else { return }
            transactions.remove(at: index)
        case .watch: watches.append(WatchKey(payload: draft.payload))
        case .unwatch: watches.removeAll { $0.payload == draft.payload }
        case .resetWatches:
            transactions = []
            watches = []
        default: break
        }
    }

    private static func number(_ message: WireMessage) -> UInt32 {
        UInt32(String(decoding: message.payload.prefix { $0 != 0 }, as: UTF8.self)) ?? 0
    }
}
