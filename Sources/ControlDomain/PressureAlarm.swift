public import Ballooning
import Glibc
import Synchronization
import Xen

/// The kernel's own alarm for a dom0 that waits for memory: a trigger on its pressure file, which wakes a thread of its
/// own and costs nothing until then.
public final class PressureAlarm: StallAlarm {
    /// One element after an alarm; alarms that nobody has taken yet collapse into one.
    public var wakeups: AsyncStream<Void> { alarm.wakeups }

    private let files: KernelFiles
    private let alarm = AlarmBell()
    private let bell = Doorbell()
    private let state: Mutex<State>

    private struct State {
        var threshold: StallRate
        var isStopped = false
    }

    /// Sets the alarm; nil where the kernel has no PSI or does not let the caller, who needs CAP_SYS_RESOURCE.
    public init?(threshold: StallRate, files: KernelFiles = KernelFiles()) {
        self.files = files
        state = Mutex(State(threshold: threshold))
        guard PressureTrigger(threshold: threshold, files: files) != nil, bell.descriptor >= 0,
            BackgroundThread.start({ self.run() }) == 0
        else { return nil }
    }

    /// How long ago the first alarm was given since this was asked last.
    public func take() -> Duration? {
        alarm.take()
    }

    /// Asks the kernel for another threshold.
    public func set(threshold: StallRate) {
        let hasChanged = state.withLock { state in
            defer { state.threshold = threshold }
            return state.threshold != threshold
        }
        if hasChanged { bell.ring() }
    }

    /// Ends the thread and the stream.
    public func stop() {
        state.withLock { $0.isStopped = true }
        bell.ring()
        alarm.finish()
    }

    private func run() {
        while true {
            let (threshold, isStopped) = state.withLock { ($0.threshold, $0.isStopped) }
            guard !isStopped, let trigger = PressureTrigger(threshold: threshold, files: files) else { return }
            guard watch(trigger.descriptor) else { return }
        }
    }

    /// Waits for alarms until the bell rings.
    ///
    /// - Returns: false once the kernel has taken the trigger back: the readings of each round still tell.
    private func watch(_ descriptor: Int32) -> Bool {
        while true {
            var descriptors = [
                pollfd(fd: descriptor, events: Int16(POLLPRI), revents: 0),
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) > 0 else { continue }
            if descriptors[1].revents != 0 {
                bell.silence()
                return true
            }
            guard Int32(descriptors[0].revents) & POLLERR == 0 else { return false }
            alarm.ring()
        }
    }
}
