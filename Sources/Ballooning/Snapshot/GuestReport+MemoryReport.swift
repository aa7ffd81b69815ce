public import Xen

extension GuestReport {
    /// What a guest's line says, in pages. Counters that no guest counts to are left out.
    ///
    /// - Parameter source: who wrote it.
    public init(_ report: MemoryReport, source: Source = .ballast) {
        self.init(
            source: source,
            sequence: UInt32(truncatingIfNeeded: report.sequence),
            total: Pages(flooring: report.total),
            held: report.balloonCurrent.map { Pages(flooring: $0) },
            free: Pages(flooring: report.free ?? .zero),
            available: report.available.map { Pages(flooring: $0) },
            committed: report.committed.map { Pages(flooring: $0) },
            cached: report.cached.map { Pages(flooring: $0) },
            swapTotal: report.swapTotal.map { Pages(flooring: $0) },
            swapFree: report.swapFree.map { Pages(flooring: $0) },
            stallSome: report.stallSomeMicroseconds.flatMap(UInt64.init(exactly:)),
            stallFull: report.stallFullMicroseconds.flatMap(UInt64.init(exactly:)),
            swapIns: report.swappedIn.flatMap { UInt64(exactly: $0.count) },
            refaults: report.refaults.flatMap(UInt64.init(exactly:)),
            majorFaults: report.majorFaults.flatMap(UInt64.init(exactly:))
        )
    }
}
