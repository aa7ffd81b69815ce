public import Ballooning
import Xen

/// Tells how dom0 is doing from two readings of its kernel's account: what it waited for memory in between, and what it
/// has left now.
public struct ControlDomainSensor: Sendable {
    private let files: KernelFiles
    private var last: (at: Instant, stalled: UInt64)?
    private var rate = StallRate.none

    /// The shortest time between two readings that a rate is taken from; below it the grain of the kernel's account,
    /// which is brought up to date every 2 s at the latest and at each reading, would show as noise.
    private static let shortestWindow = Milliseconds(100)
    /// For how long one reading after another may tell: what was long ago says nothing of now.
    private static let longestWindow = Milliseconds.seconds(10)

    /// Makes a sensor of the machine that it runs on, or of a folder that stands for it.
    public init(files: KernelFiles = KernelFiles()) {
        self.files = files
    }

    /// Looks at dom0 now.
    ///
    /// - Parameters:
    ///   - alarm: the stall that the kernel has just given the alarm for; it counts where the account does not show as
    ///     much, since it may have lasted less long than since the last reading.
    /// - Returns: what is known; a kernel without PSI still tells what is left.
    public mutating func read(at now: Instant, alarm: StallRate = .none) -> ControlDomainPressure {
        if let stalled = files.read(PressureFile.path).flatMap(PressureFile.stalled) { take(stalled, at: now) }
        let memory = files.read(MemoryFile.path).flatMap(MemoryFile.init)
        return ControlDomainPressure(
            stall: max(rate, alarm),
            available: memory?.available,
            total: memory?.total
        )
    }

    private mutating func take(_ stalled: UInt64, at now: Instant) {
        guard let last, stalled >= last.stalled, now - last.at <= Self.longestWindow else {
            last = (now, stalled)
            rate = .none
            return
        }
        let time = now - last.at
        guard time >= Self.shortestWindow else { return }
        let waited = Int(clamping: stalled - last.stalled)
        rate = StallRate(microsecondsPerSecond: min(waited * 1000 / Int(time.count), 1_000_000))
        self.last = (now, stalled)
    }
}
