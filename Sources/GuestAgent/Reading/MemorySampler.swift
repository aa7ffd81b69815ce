package import Xen

/// Reads what a report holds. All files stay open and all bytes go through one buffer: a reading allocates nothing.
package struct MemorySampler: ~Copyable {
    private let memory: KernelFile
    private let events: KernelFile?
    private let stall: KernelFile?
    private let balloon: BalloonFiles
    private var buffer: [UInt8]

    /// Opens the files below `root`, which is empty outside of tests.
    ///
    /// - Throws: what stands in the way of any report at all. A file that only adds to one may be missing.
    package init(root: String = "") throws(SamplerError) {
        let path = root + KernelTable.memory.path
        guard let memory = KernelFile(path) else { throw SamplerError(path: path, problem: .unreadable) }
        self.memory = memory
        self.events = KernelFile(root + KernelTable.events.path)
        self.stall = KernelFile(root + Self.stallPath)
        self.balloon = BalloonFiles(root: root)
        // A table that grows beyond it loses its last lines, not its first.
        self.buffer = Array(repeating: 0, count: 32768)
    }

    /// The kernel's pressure stall information on memory, where it is built in and switched on.
    package static let stallPath = "/proc/pressure/memory"

    /// The present state of the guest's memory; its sequence number is 0.
    ///
    /// - Throws: ``SamplerError`` where not even the total can be read.
    package mutating func sample() throws(SamplerError) -> MemoryReport {
        var report = MemoryReport(sequence: 0, total: .zero)
        let count = memory.read(into: &buffer)
        KernelTable.memory.apply(buffer, count: count, to: &report)
        guard report.total > .zero else { throw SamplerError(path: KernelTable.memory.path, problem: .noTotal) }
        if let count = events?.read(into: &buffer) {
            KernelTable.events.apply(buffer, count: count, to: &report)
        }
        if let count = stall?.read(into: &buffer) {
            report.stallSomeMicroseconds = KernelText.stall("some", in: buffer, count: count)
            report.stallFullMicroseconds = KernelText.stall("full", in: buffer, count: count)
        }
        balloon.apply(to: &report, through: &buffer)
        Self.reconcile(&report)
        return report
    }

    /// The kernel sums up its figures one after the other while the balloon moves, so a part may exceed its whole by a
    /// few pages; a reader would refuse the report.
    private static func reconcile(_ report: inout MemoryReport) {
        report.free = report.free.map { min($0, report.total) }
        report.available = report.available.map { min($0, report.total) }
        let swap = report.swapTotal ?? .zero
        report.swapFree = report.swapFree.map { min($0, swap) }
        report.swapCached = report.swapCached.map { min($0, swap) }
    }
}
