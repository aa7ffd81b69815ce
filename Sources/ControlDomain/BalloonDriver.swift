import Glibc
public import Xen

/// The balloon driver of dom0's own kernel.
///
/// A kernel without unpopulated memory maps what guests hand over onto pages that it balloons out, and they go to the
/// balloon when they are no longer needed. The driver takes them back up to its target, but not always: since Linux 5.15
/// one that came too early, and found the balloon empty, waits until its target changes.
public struct BalloonDriver: Sendable {
    private let files: KernelFiles
    /// Lets the driver run: for 20 ms, in which it hears of a new target from xenstored and asks for it.
    public let pause: @Sendable () -> Void

    /// Makes the driver's interface on this machine, or in a folder that stands for it.
    public init(files: KernelFiles = KernelFiles(), pause: (@Sendable () -> Void)? = nil) {
        self.files = files
        self.pause = pause ?? { usleep(20_000) }
    }

    /// Where the driver tells its target, in KiB.
    public static let targetPath = home + "target_kb"
    /// Where it tells dom0's size, in KiB.
    public static let currentPath = home + "info/current_kb"
    /// Where it tells what is in the balloon, in KiB.
    public static let balloonPath = home + "info/low_kb"

    /// What the driver wants dom0's size to be; nil where there is no such driver.
    public var target: KiB? { kib(Self.targetPath) }

    /// What is in the balloon and dom0 may have; nothing where there is no such driver.
    public var owed: Pages {
        guard let target, let current = kib(Self.currentPath),
            let balloon = kib(Self.balloonPath)
        else { return .zero }
        return Pages(flooring: max(.zero, min(balloon, target - current)))
    }

    private func kib(_ path: String) -> KiB? {
        files.number(path).flatMap { $0 >= 0 ? KiB($0) : nil }
    }

    private static let home = "/sys/devices/system/xen_memory/xen_memory0/"
}
