import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("What guests write")
struct GuestInputTests {
    @Test(
        "A line that is no report leaves the guest as one that does not report",
        arguments: [
            "", "v=1", "v=2 seq=1 total=1000", "v=1 seq=1 total=99999999999999999999", "v=1 seq=1 total=-5",
            "v=1 seq=1 total=1000 free=2000", String(repeating: "x", count: 2000), "v=1 seq=1 total=1000 total=1000",
            "v=1 seq=1 total=0", "\u{0}\u{1}\u{2}",
        ]
    )
    func garbage(text: String) throws {
        let host = try TestHost()
        try host.create(1)
        try host.create(2)
        try host.report(1, text: text)
        try host.report(2, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(host.rounds.last?.domains.first { $0.decision.id == DomainID(1) }?.decision.state == .silent)
        #expect(host.target(2) ?? .zero < Pages.mib(1024).kib)
    }

    @Test("A guest that writes without end is not heard for a while, and then again")
    func mutesNoise() throws {
        let host = try TestHost()
        try host.create(1)
        try host.create(2)
        try host.report(2, committed: .mib(200))
        try host.run(seconds: 1)
        let before = host.connection.requestCount
        for sequence in 0..<5000 {
            try host.report(1, committed: .mib(300))
            if sequence % 50 == 0 { try host.turn() }
        }
        // The watches are taken away, the node is read a few times, and that is all the noise costs.
        #expect(host.connection.requestCount - before < 40)
        #expect(host.log.warnings.contains("guest writes without end and is not heard for a while"))
        try host.run(seconds: 12)
        try host.report(1, committed: .mib(400))
        try host.run(seconds: 6)
        let guest = host.rounds.last?.domains.first { $0.decision.id == DomainID(1) }
        #expect(guest?.snapshot.report?.committed == .mib(400))
    }

    @Test("A call that comes right behind a report is answered at once")
    func callBehindReport() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 60)
        let before = try #require(host.target(1))
        try host.report(1, committed: .mib(600))
        try host.turn()
        try host.call(1, need: .mib(200))
        try host.turn()
        #expect(host.target(1) ?? .zero >= before + Pages.mib(200).kib)
    }

    @Test("A call for 2^63 pages, or for none, moves nobody else")
    func absurdCalls() throws {
        let host = try TestHost()
        try host.create(1)
        try host.create(2)
        try host.report(1, committed: .mib(200))
        try host.report(2, committed: .mib(200))
        try host.run(seconds: 60)
        let other = try #require(host.target(2))
        let guest = host.xenstore.connect(as: DomainID(1))
        for text in ["v=1 seq=1 need=9223372036854775808", "v=1 seq=2 need=0", "v=1 seq=3 need=9007199254740992"] {
            try guest.write(ReportFormat.urgentPath, text)
            host.time.now = host.time.now + Milliseconds(200)
            try host.turn()
        }
        #expect(host.target(2) == other)
        #expect(host.target(1) ?? .zero <= Pages.mib(1024).kib)
    }

    @Test("XAPI's tools and Qubes' meminfo-writer are understood")
    func foreignReports() throws {
        let host = try TestHost()
        try host.create(1)
        try host.create(2)
        try host.turn()
        try host.write("/local/domain/1/data/meminfo_total", "1000000")
        try host.write("/local/domain/1/data/meminfo_free", "800000")
        try host.write("/local/domain/2/memory/meminfo", "200000")
        try host.run(seconds: 10)
        let domains = try #require(host.rounds.last).domains
        #expect(domains[1].snapshot.report?.source == .xapi)
        #expect(domains[2].snapshot.report?.source == .qubes)
        let used = domains[2].snapshot.report.map { $0.total - $0.free }
        #expect(used == Pages(ceiling: KiB(200_000)))
    }
}
