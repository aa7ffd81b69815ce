import Seeded
import Testing

@testable import Xen

@Suite("Report format, generated")
struct ReportPropertyTests {
    /// A number of any size, small ones as often as large ones.
    static func number(upTo limit: Int, using generator: inout SplitMix64) -> Int {
        let bits = Int.random(in: 0...53, using: &generator)
        return min(limit, Int.random(in: 0...(1 << bits), using: &generator))
    }

    /// A report that does not contradict itself.
    static func report(using generator: inout SplitMix64) -> MemoryReport {
        let total = max(1, number(upTo: ReportFormat.largestNumber, using: &generator))
        var report = MemoryReport(
            sequence: number(upTo: ReportFormat.largestNumber, using: &generator),
            total: KiB(total)
        )
        for key in MemoryReport.keys.dropFirst(2) where Bool.random(using: &generator) {
            report[key] = number(upTo: ReportFormat.largestNumber, using: &generator)
        }
        if let free = report.free { report.free = min(free, report.total) }
        if let available = report.available { report.available = min(available, report.total) }
        if let free = report.swapFree { report.swapFree = min(free, report.swapTotal ?? .zero) }
        if let cached = report.swapCached { report.swapCached = min(cached, report.swapTotal ?? .zero) }
        return report
    }

    @Test("Whatever is written is read back, in at most 512 bytes", arguments: 1...20 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<200 {
            let report = Self.report(using: &generator)
            report.encode(into: &bytes)
            #expect(bytes.count <= ReportFormat.maximumLength)
            #expect(try MemoryReport(parsing: bytes) == report)
        }
    }

    @Test("Where all numbers are the largest, whole keys are left out from the end and the rest still reads")
    func cutsWholeKeys() throws {
        var report = MemoryReport(sequence: ReportFormat.largestNumber, total: KiB(ReportFormat.largestNumber))
        for key in MemoryReport.keys { report[key] = ReportFormat.largestNumber }
        report.pullBack = .refused
        var bytes: [UInt8] = []
        report.encode(into: &bytes)
        #expect(bytes.count <= ReportFormat.maximumLength)
        let read = try MemoryReport(parsing: bytes)
        #expect(read.swapFree == report.swapFree)
        #expect(read.balloon == report.balloon)
        #expect(read.frontswap == nil)
    }

    @Test("No bytes at all make the parser fail but with a reason", arguments: 1...20 as ClosedRange<UInt64>)
    func survivesAnything(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var valid: [UInt8] = []
        Self.report(using: &generator).encode(into: &valid)
        for _ in 0..<500 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                }
                if bytes.isEmpty { bytes = valid }
            }
            guard let report = try? MemoryReport(parsing: bytes) else { continue }
            // What was understood is within the limits, whatever was sent.
            #expect(report.total > .zero)
            #expect(report.free ?? .zero <= report.total)
            for key in MemoryReport.keys {
                #expect((0...ReportFormat.largestNumber).contains(report[key] ?? 0))
            }
        }
    }
}
