import Synchronization
import Xen

/// Where the daemon puts what a socket's client is to be sent, on whatever thread that happens.
final class ServerMailbox: MockReceiver {
    private let pending = Mutex(Pending())
    private let onNews: @Sendable () -> Void

    private struct Pending {
        var messages: [WireMessage] = []
        /// The events among the messages: one whose equal waits already is dropped, since it could say no more.
        var events: Set<[UInt8]> = []
        /// The bytes of the messages.
        var size = 0
        var isGone = false
        var isAttended = false
    }

    /// - Parameter onNews: called when there is something in an empty box, and when the connection is to end.
    init(onNews: @escaping @Sendable () -> Void) {
        self.onNews = onNews
    }

    func receive(_ messages: [WireMessage]) {
        let isNews = pending.withLock { pending in
            let isNews = pending.messages.isEmpty && !pending.isAttended
            for message in messages {
                // Events of domain life are told each time: what happened twice is two domains.
                if message.operation == .watchEvent, message.payload.first != TreePath.at {
                    guard pending.events.insert(message.payload).inserted else { continue }
                }
                pending.messages.append(message)
                pending.size += WireHeader.size + message.payload.count
            }
            return isNews
        }
        if isNews { onNews() }
    }

    func hangUp() {
        pending.withLock { $0.isGone = true }
        onNews()
    }

    /// The bytes that wait.
    var size: Int {
        pending.withLock { $0.size }
    }

    /// The answers that wait.
    var answers: Int {
        pending.withLock { $0.messages.count { $0.operation != .watchEvent } }
    }

    /// Whether the daemon has ended the connection.
    var isGone: Bool {
        pending.withLock { $0.isGone }
    }

    /// Whether the connection is about to look into the box anyway and need not be told of news.
    var isAttended: Bool {
        get { pending.withLock { $0.isAttended } }
        set { pending.withLock { $0.isAttended = newValue } }
    }

    /// Hands out everything that waits. The box is locked meanwhile.
    func empty(_ body: (WireMessage) -> Void) {
        pending.withLock { pending in
            guard !pending.messages.isEmpty else { return }
            for message in pending.messages { body(message) }
            pending.messages.removeAll(keepingCapacity: true)
            if !pending.events.isEmpty { pending.events.removeAll(keepingCapacity: true) }
            pending.size = 0
        }
    }
}
