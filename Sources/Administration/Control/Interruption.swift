import Glibc
import Synchronization

/// A signal that asks to stop, and whom it concerns: the program that was started, or else whoever waits.
public final class Interruption: Sendable {
    private struct State {
        var signal: Int32?
        var child: pid_t?
        var waiter: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Nothing has happened yet.
    public init() {}

    /// The signal that has come, nil if none has.
    public var signal: Int32? {
        state.withLock { $0.signal }
    }

    /// Takes a signal: a program that runs gets it and ends in its own time, a wait ends at once.
    public func note(_ signal: Int32) {
        let waiter = state.withLock { state -> (@Sendable () -> Void)? in
            state.signal = signal
            if let child = state.child { kill(child, signal) }
            return state.waiter
        }
        waiter?()
    }

    /// Runs something that ends early, as cancelled, when a signal comes or has come.
    func cancelling<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await body() }
        let isLate = state.withLock { state in
            state.waiter = { task.cancel() }
            return state.signal != nil
        }
        if isLate { task.cancel() }
        defer { state.withLock { $0.waiter = nil } }
        return await task.value
    }

    /// Notes the program that signals go to from now on; nil for none.
    func passOn(to child: pid_t?) {
        state.withLock { $0.child = child }
    }
}
