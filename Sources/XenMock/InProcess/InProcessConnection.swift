import Synchronization
import Xen

/// The client's end of a connection inside the process.
final class InProcessConnection: MockReceiver {
    /// The daemon's number for the connection, set once before anybody else sees this.
    var number: Int {
        get { inbox.withLock { $0.number } }
        set { inbox.withLock { $0.number = newValue } }
    }

    private let inbox = Mutex(Inbox())

    private struct Inbox {
        var number = 0
        var answer: WireMessage?
        var events: [WatchEvent] = []
        var isGone = false
        var requests: [WireOperation: Int] = [:]
        var wakeups: (AsyncStream<Void>, AsyncStream<Void>.Continuation)?
    }

    var requests: [WireOperation: Int] {
        inbox.withLock { $0.requests }
    }

    func count(_ operation: WireOperation) {
        inbox.withLock { $0.requests[operation, default: 0] += 1 }
    }

    func receive(_ messages: [WireMessage]) {
        inbox.withLock { inbox in
            for message in messages {
                guard message.operation == .watchEvent else {
                    inbox.answer = message
                    continue
                }
                let parts = message.parts
                guard parts.count == 2 else { continue }
                inbox.events.append(
                    WatchEvent(
                        path: StorePath(String(decoding: parts[0], as: UTF8.self)),
                        token: String(decoding: parts[1], as: UTF8.self)
                    )
                )
            }
            if !inbox.events.isEmpty { inbox.wakeups?.1.yield() }
        }
    }

    func hangUp() {
        inbox.withLock { inbox in
            inbox.isGone = true
            inbox.wakeups?.1.finish()
        }
    }

    func takeAnswer() -> WireMessage? {
        inbox.withLock { inbox in
            defer { inbox.answer = nil }
            return inbox.answer
        }
    }

    /// Takes events, nil once there are none and none can come.
    func takeEvents(_ limit: Int) -> [WatchEvent]? {
        inbox.withLock { inbox in
            if inbox.events.isEmpty { return inbox.isGone ? nil : [] }
            let taken = Array(inbox.events.prefix(max(0, limit)))
            inbox.events.removeFirst(taken.count)
            if !inbox.events.isEmpty { inbox.wakeups?.1.yield() }
            return taken
        }
    }

    var wakeups: AsyncStream<Void> {
        inbox.withLock { inbox in
            if let wakeups = inbox.wakeups { return wakeups.0 }
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            inbox.wakeups = (stream, continuation)
            if !inbox.events.isEmpty { continuation.yield() }
            if inbox.isGone { continuation.finish() }
            return stream
        }
    }
}
