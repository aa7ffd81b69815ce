import Synchronization
import Xen

/// What other threads tell the server's thread: that there is something to send, and that it is time to stop.
final class ServerSignals: Sendable {
    let bell = Doorbell()
    /// Rings when the server's thread has ended.
    let ended = Doorbell()
    private let state = Mutex(State())

    private struct State {
        var news: [Int32] = []
        var isAsleep = false
        var isStopping = false
    }

    /// There is something in the mailbox of a socket.
    func tell(of socket: Int32) {
        let mustRing = state.withLock { state in
            state.news.append(socket)
            return state.isAsleep
        }
        if mustRing { bell.ring() }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        bell.ring()
    }

    var isStopping: Bool {
        state.withLock { $0.isStopping }
    }

    /// From now on the bell is rung for news. Hands out those that are there.
    func sleep() -> [Int32] {
        state.withLock { state in
            state.isAsleep = true
            defer { state.news.removeAll(keepingCapacity: true) }
            return state.news
        }
    }

    /// From now on the bell is not needed.
    func wake() {
        state.withLock { $0.isAsleep = false }
    }

    var hasNews: Bool {
        state.withLock { !$0.news.isEmpty }
    }

    func takeNews() -> [Int32] {
        state.withLock { state in
            defer { state.news.removeAll(keepingCapacity: true) }
            return state.news
        }
    }
}
