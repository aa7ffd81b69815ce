import Testing

@testable import Xen

@Suite("Memory report")
struct MemoryReportTests {
    @Test("A full report has its golden line and comes back as it was")
    func goldenLine() throws {
        var report = MemoryReport(sequence: 7, total: KiB(262_144))
        report.free = KiB(90_112)
        report.available = KiB(150_000)
        report.committed = KiB(120_004)
        report.cached = KiB(60_000)
        report.swapTotal = KiB(65_532)
        report.swapFree = KiB(65_000)
        report.swapCached = KiB(12)
        report.stallSomeMicroseconds = 1_234_567
        report.stallFullMicroseconds = 99
        report.swappedIn = Pages(5)
        report.swappedOut = Pages(133)
        report.refaults = 17
        report.majorFaults = 301
        report.balloon = KiB(262_144)
        report.balloonCurrent = KiB(262_140)
        report.balloonTarget = KiB(262_144)
        report.frontswap = KiB(400)
        report.pullBack = .pulling
        var bytes: [UInt8] = []
        report.encode(into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "v=1 seq=7 total=262144 free=90112 available=150000 committed=120004 cached=60000 swap-total=65532 "
                + "swap-free=65000 swap-cached=12 psi-some-us=1234567 psi-full-us=99 pswpin=5 refault=17 majfault=301 "
                + "balloon=262144 pullback=2 balloon-target=262144 pswpout=133 balloon-current=262140 frontswap=400"
        )
        #expect(try MemoryReport(parsing: bytes) == report)
    }

    @Test("What a kernel does not have stays absent")
    func absentFields() throws {
        let report = try MemoryReport(parsing: Array("v=1 seq=0 total=1".utf8))
        #expect(report == MemoryReport(sequence: 0, total: KiB(1)))
        #expect(report.swapped == nil)
    }

    @Test("A newer writer's keys are skipped, in any order")
    func unknownKeys() throws {
        let report = try MemoryReport(parsing: Array("v=1 colour=blue total=8 free=3 x==y seq=4 need=9".utf8))
        #expect(report.total == KiB(8))
        #expect(report.free == KiB(3))
        #expect(report.sequence == 4)
    }

    @Test(
        "A line that is no report says why",
        arguments: [
            ("", .version),
            ("seq=1 total=5", .version),
            ("v=2 seq=1 total=5", .version),
            ("v=1 v=1 seq=1 total=5", .duplicate(.version)),
            ("v=1 total=5", .missing(.sequence)),
            ("v=1 seq=1", .missing(.total)),
            ("v=1 seq=1 total=0", .number(.total)),
            ("v=1 seq=1 total=5 seq=1", .duplicate(.sequence)),
            ("v=1 seq=1 total=-5", .number(.total)),
            ("v=1 seq=1 total=+5", .number(.total)),
            ("v=1 seq=1 total=5kB", .number(.total)),
            ("v=1 seq=1 total=0x10", .number(.total)),
            ("v=1 seq=1 total=9007199254740993", .number(.total)),
            ("v=1 seq=1 total=9223372036854775808", .number(.total)),
            ("v=1 seq=1 total=99999999999999999999999999", .number(.total)),
            ("v=1  seq=1 total=5", .malformed(offset: 4)),
            ("v=1 seq=1 total=5 ", .malformed(offset: 18)),
            ("v=1 seq=1 total=5\n", .malformed(offset: 17)),
            ("v=1 seq=1 total=5 free", .malformed(offset: 18)),
            ("v=1 seq=1 total=5 free=", .malformed(offset: 18)),
            ("v=1 seq=1 total=5 =5", .malformed(offset: 18)),
            ("v=1 seq=1 total=5 ü=5", .malformed(offset: 18)),
            ("v=1 seq=1 total=5\0", .malformed(offset: 17)),
            ("v=1 seq=1 total=5 free=6", .contradiction(.free, .total)),
            ("v=1 seq=1 total=5 available=6", .contradiction(.available, .total)),
            ("v=1 seq=1 total=5 swap-free=6", .contradiction(.swapFree, .swapTotal)),
            ("v=1 seq=1 total=5 swap-total=5 swap-cached=6", .contradiction(.swapCached, .swapTotal)),
        ] as [(String, ReportError)]
    )
    func refuses(line: String, reason: ReportError) {
        #expect(throws: reason) { try MemoryReport(parsing: Array(line.utf8)) }
        #expect(!reason.description.isEmpty)
    }

    @Test("The limit of length holds to the byte")
    func lengthLimit() throws {
        let start = Array("v=1 seq=1 total=5 x=".utf8)
        let fits = start + Array(repeating: UInt8(ascii: "y"), count: ReportFormat.maximumLength - start.count)
        #expect(try MemoryReport(parsing: fits).total == KiB(5))
        #expect(throws: ReportError.tooLong(count: 513)) { try MemoryReport(parsing: fits + [UInt8(ascii: "y")]) }
    }

    @Test("Pages in swap alone are what swap holds and memory does not")
    func countsSwapped() {
        var report = MemoryReport(sequence: 1, total: KiB(100))
        report.swapTotal = KiB(50)
        report.swapFree = KiB(20)
        #expect(report.swapped == KiB(30))
        report.swapCached = KiB(12)
        #expect(report.swapped == KiB(18))
        report.swapCached = KiB(40)
        #expect(report.swapped == .zero)
    }
}
