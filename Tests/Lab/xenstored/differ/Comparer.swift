import Xen

/// Sends generated requests to two servers and stops at the first difference.
struct Comparer {
    let left: String
    let right: String
    var generator: Generator
    private(set) var sessions: [Session] = []
    private(set) var answers: [String: Int] = [:]
    private(set) var events = 0
    private var log: [Entry] = []

    /// A request and its answer, made to text only if there is a difference to explain.
    private struct Entry {
        let number: Int
        let session: Int
        let transaction: UInt32?
        let draft: Draft
        let answer: WireMessage?
    }

    init(left: String, right: String, generator: Generator, sessions count: Int) throws(Failure) {
        self.left = left
        self.right = right
        self.generator = generator
        for _ in 0..<count { sessions.append(try Session(left, right)) }
    }

    /// Makes both sides equal below the roots: whatever is there goes.
    func prepare(_ setup: [WireRequest]) {
        for request in setup { _ = sessions[0].ask(Draft(request)) }
    }

    /// Tells the right side alone what the left one knows from elsewhere.
    func tellRight(_ request: WireRequest) {
        sessions[0].right.send(request.message(request: .max).encoded)
        _ = sessions[0].right.answer(to: .max)
    }

    /// Sends one request and compares all that comes of it.
    mutating func step(_ number: Int) throws(Failure) {
        let index = generator.pick(below: sessions.count)
        let session = sessions[index]
        let draft = generator.next(transactions: session.transactions.count, watches: session.watches)
        let (left, right) = session.ask(draft)
        record(number, index, draft, left)
        guard let leftMessage = left.message, let rightMessage = right.message else {
            throw difference("no answer", left.message.map(Self.text) ?? "none", right.message.map(Self.text) ?? "none")
        }
        try compare(draft, leftMessage, rightMessage)
        session.note(draft, leftMessage, rightMessage)
        try compareEvents(index, left.events, right.events)
        // The answer to a further request comes behind all events. The first one of a new watch comes behind its answer.
        let fires = draft.mayFire && leftMessage.operation != .error
        let due = sessions.indices.filter {
            fires && !sessions[$0].watches.isEmpty || $0 == index && draft.operation == .watch
        }
        let mark = Draft(.getDomainPath(.zero))
        for other in due { sessions[other].send(mark) }
        for other in due {
            let (left, right) = sessions[other].receive()
            try compareEvents(other, left.events, right.events)
        }
    }

    /// A header that announces too much ends the connection on both sides.
    func compareHangUps() throws(Failure) {
        for length: UInt32 in [4097, 65_536, .max] {
            let session = try Session(left, right)
            var header: [UInt8] = []
            WireHeader(operation: .write, request: 1, transaction: .none, length: length).encode(into: &header)
            for (side, endpoint) in [("left", session.left), ("right", session.right)] {
                endpoint.send(header)
                guard endpoint.answer(to: 1).message == nil else {
                    throw Failure("\(side) did not hang up after a length of \(length)")
                }
            }
        }
    }

    private mutating func compare(_ draft: Draft, _ left: WireMessage, _ right: WireMessage) throws(Failure) {
        let name = left.operation == .error ? Self.text(left.payload) : draft.operation.description
        answers[name, default: 0] += 1
        let isEqual: Bool
        switch draft.comparison {
        case .whole: isEqual = left.operation == right.operation && left.payload == right.payload
        case .withoutGeneration where left.operation != .error:
            isEqual =
                left.operation == right.operation
                && left.payload.drop { $0 != 0 }.elementsEqual(right.payload.drop { $0 != 0 })
        case .transaction where left.operation != .error: isEqual = left.operation == right.operation
        case .withoutGeneration, .transaction:
            isEqual = left.operation == right.operation && left.payload == right.payload
        }
        guard isEqual else { throw difference("answers differ", Self.text(left), Self.text(right)) }
    }

    private mutating func compareEvents(_ session: Int, _ left: [[UInt8]], _ right: [[UInt8]]) throws(Failure) {
        events += left.count
        guard left != right else { return }
        let (one, other) = (left.map(Self.text), right.map(Self.text))
        guard one == other else {
            throw difference(
                "events of connection \(session) differ",
                one.joined(separator: ", "),
                other.joined(separator: ", ")
            )
        }
    }

    private func difference(_ what: String, _ left: String, _ right: String) -> Failure {
        Failure(
            """
            \(what)
              before:
            \(log.suffix(150).map { "    \(Self.text($0))" }.joined(separator: "\n"))
              left:  \(left)
              right: \(right)
            """
        )
    }

    private mutating func record(_ number: Int, _ session: Int, _ draft: Draft, _ answer: Answer) {
        let transaction = draft.transaction.map { sessions[session].transactions[$0].left }
        log.append(
            Entry(number: number, session: session, transaction: transaction, draft: draft, answer: answer.message)
        )
        if log.count > 2000 { log.removeFirst(1000) }
    }

    private static func text(_ entry: Entry) -> String {
        let transaction = entry.transaction.map { " in \($0)" } ?? ""
        let said = entry.answer.map(text) ?? "no answer"
        let request = "\(entry.draft.operation) \(text(entry.draft.payload))"
        return "\(entry.number) #\(entry.session)\(transaction) \(request) -> \(said)"
    }

    private static func text(_ message: WireMessage) -> String {
        "\(message.operation) \(text(message.payload))"
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(160).map { byte in
            switch byte {
            case 0: "|"
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default: "\\" + String(byte, radix: 16)
            }
        }
        return shown.joined() + (bytes.count > 160 ? "… (\(bytes.count) bytes)" : "")
    }
}
