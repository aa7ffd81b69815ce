public import ControlDomain
public import Xen

/// The way to the kernel of the dom0 that the agent runs in. A simulated host has none.
public struct ControlDomainLink: Sendable {
    /// Where its files are.
    public var files: KernelFiles
    /// Its balloon driver.
    public var balloon: BalloonDriver
    /// Calls when dom0's tasks wait for memory; nil where the kernel has no such alarm.
    public var pressure: (any StallAlarm)?
    /// Calls when Xen's free memory runs low; nil where the event could not be bound.
    public var lowMemory: (any Alarm)?

    /// Makes a link.
    public init(
        files: KernelFiles = KernelFiles(),
        balloon: BalloonDriver? = nil,
        pressure: (any StallAlarm)? = nil,
        lowMemory: (any Alarm)? = nil
    ) {
        self.files = files
        self.balloon = balloon ?? BalloonDriver(files: files)
        self.pressure = pressure
        self.lowMemory = lowMemory
    }
}
