import Ballooning
import ControlDomain
import Synchronization

/// An alarm that the test gives.
final class FakeAlarm: StallAlarm {
    let wakeups = AsyncStream<Void> { _ in }
    private let isRaised = Mutex(false)
    private let thresholds = Mutex<[StallRate]>([])

    /// The thresholds that it was set to.
    var settings: [StallRate] { thresholds.withLock { $0 } }

    func raise() {
        isRaised.withLock { $0 = true }
    }

    func take() -> Duration? {
        isRaised.withLock { isRaised in
            defer { isRaised = false }
            return isRaised ? .zero : nil
        }
    }

    func set(threshold: StallRate) {
        thresholds.withLock { if $0.last != threshold { $0.append(threshold) } }
    }
}
