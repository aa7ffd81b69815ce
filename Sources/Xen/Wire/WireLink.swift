import Glibc
import Synchronization

/// What a ``WireClient`` and its waking thread share: the descriptor, the conversation on it, and the events that have
/// come.
final class WireLink: Sendable {
    private let descriptor: WireDescriptor
    private let talk: Mutex<Talk>
    private let inbox: Mutex<WireInbox>

    init(_ descriptor: consuming WireDescriptor, eventLimit: Int) {
        self.descriptor = descriptor
        talk = Mutex(Talk())
        inbox = Mutex(WireInbox(limit: eventLimit))
    }

    var number: Int32 {
        descriptor.number
    }

    /// Called after events have come in, and once more when the connection is gone.
    func onNews(_ call: @escaping @Sendable (News) -> Void) {
        let missed: News? = inbox.withLock { inbox in
            inbox.onNews = call
            return inbox.news
        }
        if let missed { call(missed) }
    }

    /// A request on its way.
    struct Call {
        var operation: WireOperation
        var payload: [UInt8]
    }

    /// Sends requests and waits for the answer to each. After too long a wait the connection is given up, since nobody
    /// could tell what a late answer leaves behind.
    func exchange(
        _ calls: [Call],
        in transaction: StoreTransaction,
        timeout: Duration?
    ) throws(Failure) -> [WireMessage] {
        inbox.withLock { $0.requests += 1 }
        let result: Result<[WireMessage], Failure> = talk.withLock { talk in
            guard !talk.gone else { return .failure(.disconnected) }
            do throws(Failure) {
                return .success(try converse(calls, in: transaction, &talk, Deadline(after: timeout)))
            } catch {
                talk.gone = true
                hangUp()
                return .failure(error)
            }
        }
        inbox.withLock { $0.requests -= 1 }
        announce()
        return try result.get()
    }

    /// Takes events, reading what has arrived unless a request is under way: that one reads for all.
    func takeEvents(limit: Int) throws(Failure) -> [WatchEvent] {
        let waiting = inbox.withLock { $0.take(limit) }
        guard waiting.count < limit else {
            // There may be more, which the caller is told of again.
            announce()
            return waiting
        }
        let failure = receiveUnlessRequested()
        let events = waiting + inbox.withLock { $0.take(limit - waiting.count) }
        announce()
        // What came before the end is handed out before the end is.
        if let failure, events.isEmpty { throw failure }
        return events
    }

    private func receiveUnlessRequested() -> Failure? {
        while true {
            let received: Failure?? = talk.withLockIfAvailable { talk in
                guard !talk.gone else { return .disconnected }
                do throws(Failure) {
                    try receive(&talk)
                    return nil
                } catch {
                    talk.gone = true
                    hangUp()
                    return error
                }
            }
            if let received { return received }
            if inbox.withLock({ $0.requests > 0 }) { return nil }
            // The other holders of the lock only look whether there is something to read.
            sched_yield()
        }
    }

    /// Whether there is something to read that no request under way will read; nil as long as one is under way.
    func isReadable() -> Bool? {
        talk.withLockIfAvailable { talk in
            if talk.gone { return true }
            var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            return poll(&descriptor, 1, 0) > 0
        }
    }

    enum News {
        case events
        case gone
    }

    enum Failure: Error {
        case disconnected
        case malformed
    }

    private struct Talk {
        var decoder = WireDecoder()
        var scratch = [UInt8](repeating: 0, count: WireHeader.size + WireHeader.payloadMaximum)
        var answers: [WireMessage] = []
        var lastRequest: UInt32 = 0
        var gone = false
    }

    private func announce() {
        let (call, news): ((@Sendable (News) -> Void)?, News?) = inbox.withLock { inbox in
            (inbox.onNews, inbox.news)
        }
        if let call, let news { call(news) }
    }

    private func hangUp() {
        inbox.withLock { $0.gone = true }
        // A server that waits for us to read learns at once; on the device this does nothing.
        shutdown(number, Int32(SHUT_RDWR))
    }

    private func converse(
        _ calls: [Call],
        in transaction: StoreTransaction,
        _ talk: inout Talk,
        _ deadline: Deadline
    ) throws(Failure) -> [WireMessage] {
        // An answer that nobody asked for means that the two ends no longer agree.
        guard talk.answers.isEmpty else { throw .malformed }
        var bytes: [UInt8] = []
        var numbers: [UInt32] = []
        var ends: [Int] = []
        for call in calls {
            talk.lastRequest &+= 1
            numbers.append(talk.lastRequest)
            WireMessage(call.operation, request: talk.lastRequest, transaction: transaction, payload: call.payload)
                .encode(into: &bytes)
            ends.append(bytes.count)
        }
        var unsent = bytes[...]
        var portions = (descriptor.isSocket ? [bytes.count] : ends)[...]
        while talk.answers.count < calls.count {
            while let end = portions.first {
                unsent = unsent.dropFirst(try send(unsent[..<end]))
                // There was no room for all of it.
                guard unsent.startIndex == end else { break }
                portions.removeFirst()
            }
            try wait(forRoom: !unsent.isEmpty, deadline)
            // Reading goes on while there is no room: the server may be waiting for us to take what it has sent.
            try receive(&talk)
        }
        let answers = talk.answers
        talk.answers.removeAll()
        guard unsent.isEmpty, answers.map(\.request) == numbers else { throw .malformed }
        return answers
    }

    private func wait(forRoom: Bool, _ deadline: Deadline) throws(Failure) {
        let events = forRoom ? POLLIN | POLLOUT : POLLIN
        var descriptor = pollfd(fd: number, events: Int16(events), revents: 0)
        while true {
            let count = poll(&descriptor, 1, deadline.poll)
            if count > 0 { return }
            guard count < 0, errno == EINTR else { throw .disconnected }
        }
    }

    private func send(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Int {
        do {
            return try descriptor.send(bytes)
        } catch {
            throw .disconnected
        }
    }

    /// Reads what has arrived, once, and sorts it into answers and events.
    private func receive(_ talk: inout Talk) throws(Failure) {
        let count: Int?
        do {
            count = try descriptor.receive(into: &talk.scratch)
        } catch {
            throw .disconnected
        }
        guard let count else { return }
        guard count > 0 else { throw .disconnected }
        talk.decoder.append(talk.scratch[..<count])
        while true {
            let message: WireMessage?
            do {
                message = try talk.decoder.next()
            } catch {
                throw .malformed
            }
            guard let message else { return }
            guard message.operation == .watchEvent else {
                talk.answers.append(message)
                continue
            }
            let parts = message.parts
            guard parts.count >= 2 else { throw .malformed }
            let event = WatchEvent(
                path: StorePath(String(decoding: parts[0], as: UTF8.self)),
                token: String(decoding: parts[1], as: UTF8.self)
            )
            guard inbox.withLock({ $0.add(event) }) else { throw .disconnected }
        }
    }
}
