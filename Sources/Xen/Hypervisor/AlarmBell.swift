import Synchronization

/// What every ``Alarm`` is made of: remembers the first call until it is taken, and wakes whoever waits for it.
package final class AlarmBell: Sendable {
    /// One element after a call.
    package let wakeups: AsyncStream<Void>

    private let continuation: AsyncStream<Void>.Continuation
    private let raised = Mutex<ContinuousClock.Instant?>(nil)

    /// Makes a bell that was not rung.
    package init() {
        (wakeups, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes a call.
    package func ring() {
        let now = ContinuousClock.now
        raised.withLock { $0 = $0 ?? now }
        continuation.yield()
    }

    /// How long ago the first call was made since this was asked last.
    package func take() -> Duration? {
        raised.withLock { raised in
            defer { raised = nil }
            return raised.map { $0.duration(to: .now) }
        }
    }

    /// Ends ``wakeups``.
    package func finish() {
        continuation.finish()
    }
}
