import Xen

/// Sends generated requests to two servers and stops at the first difference.
struct Comparer {
    let left: String
    let right: String
    private(set) var generator: Generator
    private let sessions: [Session]
    private let home: [UInt8]
    /// Whether the left side is a guest's kernel: events are on a way of their own then.
    private let isInGuest: Bool
    /// A request that could not go with those before it.
    private var leftover: (session: Int, draft: Draft)?
    /// How many requests have been compared.
    private(set) var number = 0
    /// What has been changed since the events were compared.
    private var changes: [Change] = []
    private var transcript = Transcript()

    /// - Parameter home: what relative paths are below.
    init(left: String, right: String, generator: Generator, home: StorePath, sessions count: Int) throws(Failure) {
        self.left = left
        self.right = right
        self.generator = generator
        self.home = Array(home.text.utf8)
        var sessions: [Session] = []
        for _ in 0..<max(1, count) { sessions.append(try Session(left, right)) }
        self.sessions = sessions
        isInGuest = sessions[0].left.isDevice
    }

    /// What has been compared so far.
    var summary: String {
        transcript.summary
    }

    /// Makes both sides equal below the roots: whatever is there goes.
    func prepare(_ setup: [WireRequest]) {
        for request in setup {
            sessions[0].send([Draft(request)])
            _ = sessions[0].receive()
        }
        guard isInGuest else { return }
        for (index, session) in sessions.enumerated() {
            session.keepsEvents = true
            session.send([Draft(.watch(Self.mark(index), token: Self.markToken))])
            _ = session.receive()
            _ = session.events(before: Self.markToken)
        }
    }

    /// Tells the right side alone what the left one knows from elsewhere.
    func tellRight(_ request: WireRequest) {
        sessions[0].right.send([request.message(request: .max)])
        _ = sessions[0].right.answer(to: .max)
    }

    /// Sends this many requests and compares all that comes of them.
    mutating func run(_ requests: Int) throws(Failure) {
        while number < requests { try step(atMost: requests - number) }
        try compareEvents()
    }

    /// Sends requests on one connection without waiting for the answers in between.
    ///
    /// A server drops an event that is equal to one it has not sent yet. How much it has sent when the next request
    /// comes is a matter of luck, so before a request that may repeat an event all events are waited for.
    private mutating func step(atMost rest: Int) throws(Failure) {
        let index = leftover?.session ?? generator.pick(below: sessions.count)
        let session = sessions[index]
        // A guest's kernel sends a request from where it puts the next one, so it must have had the answer first.
        let size = isInGuest ? 1 : min(rest, 1 + generator.pick(below: Self.longestBatch))
        var batch: [Draft] = []
        while batch.count < size {
            let draft =
                leftover?.draft ?? generator.next(transactions: session.transactions.count, watches: session.watches)
            leftover = nil
            guard take(draft, session) else {
                leftover = (index, draft)
                break
            }
            batch.append(draft)
            // The next request has to know which transactions are left.
            if draft.operation == .transactionEnd || draft.operation == .resetWatches { break }
        }
        if batch.isEmpty { try compareEvents() } else { try send(batch, index) }
    }

    /// Notes what a request changes.
    ///
    /// - Returns: false if the events have to be compared first.
    private mutating func take(_ draft: Draft, _ session: Session) -> Bool {
        let fired: [Change]
        let change = Change(draft, home: home)
        if draft.operation == .transactionEnd, let transaction = draft.transaction {
            fired = session.transactions[transaction].changes
        } else if draft.operation != .watch, let transaction = draft.transaction {
            if let change { session.note(change, in: transaction) }
            return true
        } else {
            fired = change.map { [$0] } ?? []
        }
        guard fired.allSatisfy({ new in !changes.contains { $0.repeats(new) } }) else { return false }
        changes += fired
        return true
    }

    private mutating func send(_ batch: [Draft], _ index: Int) throws(Failure) {
        let session = sessions[index]
        let transactions = batch.map { draft in draft.transaction.map { session.transactions[$0].left } }
        session.send(batch)
        for ((draft, transaction), answers) in zip(zip(batch, transactions), session.receive()) {
            number += 1
            let message = answers.left.message
            transcript.record(
                .init(number: number, session: index, transaction: transaction, draft: draft, answer: message)
            )
            let (left, right) = try transcript.compare(draft, answers.left, answers.right)
            session.note(draft, in: transaction, left, right)
            try transcript.compareEvents(index, answers.left.events, answers.right.events)
        }
    }

    /// Waits until all connections have been sent all events, and compares those.
    private mutating func compareEvents() throws(Failure) {
        changes = []
        let watching = sessions.indices.filter { !sessions[$0].watches.isEmpty }
        // The answer to a further request comes behind all events, and so does the event of a further change.
        for index in watching {
            sessions[index].send([Draft(isInGuest ? .write(Self.mark(index), []) : .getDomainPath(.zero))])
        }
        for index in watching {
            for answers in sessions[index].receive() {
                try transcript.compareEvents(index, answers.left.events, answers.right.events)
            }
            guard isInGuest else { continue }
            let (left, right) = sessions[index].events(before: Self.markToken)
            try transcript.compareEvents(index, left, right)
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

    private static let longestBatch = 16

    private static let markToken = "mark"

    private static func mark(_ session: Int) -> StorePath {
        StorePath("data/differ-mark/\(session)")
    }
}
