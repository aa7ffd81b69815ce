import Glibc
import Xen

/// The same connection to both servers, and what is set up on it.
final class Session {
    /// A watch as its request named it.
    struct WatchKey: Hashable {
        let payload: [UInt8]
    }

    /// A transaction that both sides have open.
    struct OpenTransaction {
        /// Its numbers on either side.
        let left: UInt32
        let right: UInt32
        /// What its commit will change.
        var changes: [Change] = []
    }

    /// What both servers said to a request.
    struct Answers {
        let left: Answer
        let right: Answer
    }

    let left: Endpoint
    let right: Endpoint
    private(set) var transactions: [OpenTransaction] = []
    private(set) var watches: [WatchKey] = []
    /// Whether events are kept for ``events(before:)`` and not handed out with the answers.
    var keepsEvents = false
    /// What has fired events that may still be on their way.
    private(set) var changes: [Change] = []
    /// What relative paths are below.
    private let home: [UInt8]
    /// The absolute paths of the watches, and of those that have been asked for.
    private var watched: Set<[UInt8]> = []
    private var lastRequest: UInt32 = 0
    private var awaited: ClosedRange<UInt32> = 0...0

    init(_ left: String, _ right: String, home: StorePath, patience: Int = 60) throws(Failure) {
        self.left = try Endpoint(left, patience: patience)
        self.right = try Endpoint(right, patience: patience)
        self.home = Array(home.text.utf8)
    }

    /// Sends requests to both. Neither waits for the other one.
    func send(_ drafts: [Draft]) {
        let first = lastRequest + 1
        var lefts: [WireMessage] = []
        var rights: [WireMessage] = []
        for draft in drafts {
            lastRequest += 1
            let stray = draft.strayTransaction ?? 0
            var message = WireMessage(draft.operation, request: lastRequest, payload: draft.payload)
            message.transaction = StoreTransaction(rawValue: draft.open?.left ?? stray)
            lefts.append(message)
            message.transaction = StoreTransaction(rawValue: draft.open?.right ?? stray)
            rights.append(message)
        }
        awaited = first...max(first, lastRequest)
        left.send(lefts)
        right.send(rights)
    }

    /// What both say to the requests that were sent last.
    func receive() -> [Answers] {
        // xenstored writes a header and its payload apart. Whoever waits for them is woken for each, which costs more
        // than the request; waiting for the other one first and a little longer spares most of that.
        let rights = awaited.map { right.answer(to: $0, keepingEvents: keepsEvents) }
        if awaited.count > 1 { usleep(UInt32(awaited.count) * 100) }
        let lefts = awaited.map { left.answer(to: $0, keepingEvents: keepsEvents) }
        return zip(lefts, rights).map { Answers(left: $0, right: $1) }
    }

    /// What both have told up to the event with this token.
    func events(before token: String) -> (left: [[UInt8]], right: [[UInt8]]) {
        (left.events(before: token), right.events(before: token))
    }

    // MARK: - Transactions and watches

    /// Remembers what a transaction's commit will change.
    func note(_ change: Change, in transaction: Int) {
        transactions[transaction].changes.append(change)
    }

    /// Looks up the transaction of a request that is about to be sent.
    func resolve(_ draft: inout Draft) {
        if draft.operation == .watch { watched.insert(draft.payload.absolutePath(below: home)) }
        guard let index = draft.transaction else { return }
        draft.open = transactions[index]
        if draft.endsTransaction { transactions.remove(at: index) }
    }

    /// Remembers what a request that both carried out has set up or ended.
    func note(_ draft: Draft, _ left: WireMessage, _ right: WireMessage) {
        guard left.operation != .error else { return }
        switch draft.operation {
        case .transactionStart:
            transactions.append(OpenTransaction(left: Self.number(left), right: Self.number(right)))
        case .transactionEnd: transactions.removeAll { $0.left == draft.open?.left }
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

    // MARK: - Events on their way

    /// Whether a change may fire an event here that is equal to one still on its way.
    func mayRepeat(_ change: Change) -> Bool {
        changes.contains { $0.repeats(change) } && watched.contains { change.concerns(watchAt: $0) }
    }

    /// Remembers what fires events.
    func expect(_ fired: [Change]) {
        changes += fired.filter { change in watched.contains { change.concerns(watchAt: $0) } }
    }

    /// All events up to here have come, but that of a new watch, which comes behind the answer.
    ///
    /// - Parameter last: the last request that has been answered.
    func settle(after last: Draft?) {
        changes = last?.operation == .watch ? changes.suffix(1) : []
        watched = Set(watches.map { $0.payload.absolutePath(below: home) })
        if let last, last.operation == .watch { watched.insert(last.payload.absolutePath(below: home)) }
    }
}
