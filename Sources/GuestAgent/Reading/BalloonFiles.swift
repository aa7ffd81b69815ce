import Xen

/// What Linux' balloon driver says of itself under `/sys/devices/system/xen_memory`.
struct BalloonFiles: ~Copyable {
    private let low: KernelFile?
    private let high: KernelFile?
    private let current: KernelFile?
    private let target: KernelFile?

    /// Opens the files below `root`; none are there where the guest has no balloon driver.
    init(root: String) {
        let folder = root + Self.folder
        low = KernelFile(folder + "/info/low_kb")
        high = KernelFile(folder + "/info/high_kb")
        current = KernelFile(folder + "/info/current_kb")
        target = KernelFile(folder + "/target_kb")
    }

    /// Where the driver shows its state.
    static let folder = "/sys/devices/system/xen_memory/xen_memory0"

    /// Sets the report's balloon keys.
    func apply(to report: inout MemoryReport, through buffer: inout [UInt8]) {
        if let low = low?.number(through: &buffer) {
            // The driver counts what it holds by zone; only 32-bit kernels have the high one.
            report.balloon = low + (high?.number(through: &buffer) ?? .zero)
        }
        report.balloonCurrent = current?.number(through: &buffer)
        report.balloonTarget = target?.number(through: &buffer)
    }
}

extension KernelFile {
    /// The amount that a file of one number holds.
    fileprivate func number(through buffer: inout [UInt8]) -> KiB? {
        let count = read(into: &buffer)
        return KernelText.number(in: buffer, 0..<count).map { KiB($0) }
    }
}
