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
    private var transcript = Transcript()

    /// - Parameters:
    ///   - home: what relative paths are below.
    ///   - patience: how many seconds a server may be silent.
    init(
        left: String,
        right: String,
        generator: Generator,
        home: StorePath,
        sessions count: Int,
        patience: Int = 60
    ) throws(Failure) {
        self.left = left
        self.right = right
        self.generator = generator
        self.home = Array(home.text.utf8)
        var sessions: [Session] = []
        for _ in 0..<max(1, count) { sessions.append(try Session(left, right, home: home, patience: patience)) }
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
        try compareEvents(Array(sessions.indices))
    }

    /// Sends requests on one connection without waiting for the answers in between.
    ///
    /// A server drops an event that is equal to one it has not sent yet. How much it has sent when the next request
    /// comes is a matter of luck, so before a request that may repeat an event, the events of those connections that it
    /// may be repeated on are waited for.
    private mutating func step(atMost rest: Int) throws(Failure) {
        let index = leftover?.session ?? generator.pick(below: sessions.count)
        let session = sessions[index]
        // A guest's kernel sends a request from where it puts the next one, so it must have had the answer first.
        let size = isInGuest ? 1 : min(rest, 1 + generator.pick(below: Self.longestBatch))
        var batch: [Draft] = []
        while batch.count < size {
            var draft =
                leftover?.draft ?? generator.next(transactions: session.transactions.count, watches: session.watches)
            leftover = nil
            let fired = fired(by: draft, session)
            let unsettled = sessions.indices.filter { other in
                (other == index || draft.operation != .watch) && fired.contains { sessions[other].mayRepeat($0) }
            }
            guard unsettled.isEmpty else {
                leftover = (index, draft)
                if batch.isEmpty { try compareEvents(unsettled) }
                break
            }
            session.resolve(&draft)
            for (other, session) in sessions.enumerated() where other == index || draft.operation != .watch {
                session.expect(fired)
            }
            batch.append(draft)
            // The next request has to know which transactions are left.
            if draft.operation == .resetWatches || (draft.open != nil && draft.isMalformedEnd) { break }
        }
        if !batch.isEmpty { try send(batch, index) }
    }

    /// What a request, or the transaction that it commits, may tell watches of. What it changes in its transaction is
    /// noted there.
    private func fired(by draft: Draft, _ session: Session) -> [Change] {
        let change = Change(draft, home: home)
        guard let transaction = draft.transaction else { return change.map { [$0] } ?? [] }
        if draft.operation == .transactionEnd { return session.transactions[transaction].changes }
        guard draft.operation != .watch else { return change.map { [$0] } ?? [] }
        if let change { session.note(change, in: transaction) }
        return []
    }

    private mutating func send(_ batch: [Draft], _ index: Int) throws(Failure) {
        let session = sessions[index]
        session.send(batch)
        for (draft, answers) in zip(batch, session.receive()) {
            number += 1
            transcript.record(.init(number: number, session: index, draft: draft, answer: answers.left.message))
            let (left, right) = try transcript.compare(draft, answers.left, answers.right)
            session.note(draft, left, right)
            try transcript.compareEvents(index, answers.left.events, answers.right.events)
        }
        // A guest's kernel hands its events out on another way than the answers.
        if !isInGuest { session.settle(after: batch.last) }
    }

    /// Waits until these connections have been sent all events, and compares those.
    private mutating func compareEvents(_ indices: [Int]) throws(Failure) {
        // The answer to a further request comes behind all events, and so does the event of a further change.
        for index in indices {
            sessions[index].send([Draft(isInGuest ? .write(Self.mark(index), []) : .getDomainPath(.zero))])
        }
        for index in indices {
            for answers in sessions[index].receive() {
                try transcript.compareEvents(index, answers.left.events, answers.right.events)
            }
            sessions[index].settle(after: nil)
            guard isInGuest else { continue }
            let (left, right) = sessions[index].events(before: Self.markToken)
            try transcript.compareEvents(index, left, right)
        }
    }

    /// A header that announces too much ends the connection on both sides.
    func compareHangUps() throws(Failure) {
        for length: UInt32 in [4097, 65_536, .max] {
            let session = try Session(left, right, home: .domain(.zero))
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
