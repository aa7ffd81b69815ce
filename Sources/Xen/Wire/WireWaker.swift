import Glibc
import Synchronization

/// A thread that waits for news on a link and says so once, until the news have been taken. It reads nothing itself: what
/// nobody takes waits in the kernel, and the server feels it.
final class WireWaker: Sendable {
    private let link: WireLink
    private let bell = Doorbell()
    private let state = Mutex(State())
    private let continuation: AsyncStream<Void>.Continuation

    private struct State {
        /// The thread has told of news and looks at the link no more until it is rearmed.
        var parked = false
        var stopped = false
    }

    init(_ link: WireLink, _ continuation: AsyncStream<Void>.Continuation) {
        self.link = link
        self.continuation = continuation
    }

    /// Starts the thread. Where the machine has no thread or descriptor left, the stream ends at once, as it does when
    /// the connection is lost: the caller then opens a new one.
    func start() {
        link.onNews { [continuation] news in
            switch news {
            case .events: continuation.yield()
            case .gone: continuation.finish()
            }
        }
        guard bell.descriptor >= 0, BackgroundThread.start({ self.run() }) == 0 else { return continuation.finish() }
    }

    /// Called when events have been taken.
    func rearm() {
        let parked = state.withLock { state in
            defer { state.parked = false }
            return state.parked
        }
        if parked { bell.ring() }
    }

    /// Ends the thread and the stream.
    func stop() {
        state.withLock { $0.stopped = true }
        bell.ring()
        continuation.finish()
    }

    private func run() {
        while true {
            let (parked, stopped) = state.withLock { ($0.parked, $0.stopped) }
            if stopped { return }
            var descriptors = [
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: parked ? -1 : link.number, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) > 0 else { continue }
            if descriptors[0].revents != 0 { bell.silence() }
            guard descriptors[1].revents != 0 else { continue }
            guard let isReadable = link.isReadable() else {
                nap()
                continue
            }
            guard isReadable else { continue }
            state.withLock { $0.parked = true }
            continuation.yield()
        }
    }

    /// Leaves the link alone for a moment, unless the bell rings. Answers to requests make it readable as well, and a
    /// thread that woke with each of them would be in the way of the one that waits for it.
    private func nap() {
        var descriptor = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, Self.napMilliseconds)
    }

    /// So much later at most is the end of a request seen, and with it what came behind the answer.
    private static let napMilliseconds: Int32 = 1
}
