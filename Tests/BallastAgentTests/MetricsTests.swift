import Administration
import BallastAgent
import Ballooning
import Glibc
import Telemetry
import Testing
import Xen
import XenMock

@Suite("Metrics")
struct MetricsTests {
    private let registry = MetricsRegistry(MetricDefinition.all.map { MetricDescription($0) })

    private var page: String { String(decoding: registry.page().bytes, as: UTF8.self) }

    private func lines(_ prefix: String) -> [String] {
        page.split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
    }

    private func host() throws -> TestHost {
        let host = try TestHost()
        host.metrics = registry
        try host.start()
        return host
    }

    @Test("A page is the golden one, which promtool accepts")
    func golden() throws {
        let host = try host()
        try host.create(1)
        try host.create(2, memory: .mib(512))
        try host.report(1, committed: .mib(200))
        try host.report(2, committed: .mib(600))
        try host.run(seconds: 30)
        let file = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Golden/metrics.prom"
        let golden = Self.read(file)
        let latest = MetricsFile(path: "/tmp/ballast-metrics-\(getpid()).prom")
        if page != golden { try latest.replace(by: registry.page()) }
        #expect(page == golden, "the page as it is now is \(latest.path)")
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    @Test("The series of a domain that goes, or gets another name, go with it")
    func gone() throws {
        let host = try host()
        try host.create(1)
        try host.create(2)
        try host.run(seconds: 2)
        #expect(lines("ballast_domain_").count { $0.contains(#"name="guest2""#) } == 9)
        try host.destroy(2)
        try host.run(seconds: 2)
        #expect(!page.contains("guest2"))
        #expect(lines("ballast_domains ") == ["ballast_domains 2"])
        #expect(page.contains("guest1"))
    }

    @Test("Domains are counted when each of them has its series, for whoever reads in between")
    func order() throws {
        let host = try TestHost()
        let journal = MeterJournal()
        host.metrics = journal
        try host.start()
        for id in 1...20 as ClosedRange<UInt16> { try host.create(id, memory: .mib(64)) }
        try host.run(seconds: 2)
        var shown = 0.0
        var counts: [Double] = []
        for (label, value) in journal.entries {
            if label == MetricDefinition.current.name { shown += 1 }
            guard label == MetricDefinition.domains.name else { continue }
            #expect(value == shown)
            counts.append(value)
            shown = 0
        }
        #expect(counts.last == 21)
    }

    @Test("A domain that changes its state has one series of states")
    func state() throws {
        let host = try host()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(lines("ballast_domain_state{domid=\"1\"").count == 1)
        #expect(lines("ballast_domain_state{domid=\"1\"").first?.hasSuffix(#"state="balanced"} 1"#) == true)
    }

    @Test("Rounds, writes and shrinks are counted as they are made")
    func counted() throws {
        let host = try host()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 60)
        let writes = host.rounds.flatMap(\.writes).count { $0.outcome == .written && $0.planned.target != nil }
        #expect(writes > 0)
        #expect(lines("ballast_target_writes_total") == ["ballast_target_writes_total \(writes)"])
        #expect(lines("ballast_rounds_total") == ["ballast_rounds_total \(host.rounds.count)"])
        #expect(lines("ballast_round_duration_seconds_count").first?.hasSuffix(" \(host.rounds.count)") == true)
        #expect(lines("ballast_shrink_to_free_seconds_count").first?.hasSuffix(" 0") == false)
    }

    @Test("Refused settings, refused reports and errors of the hypervisor are counted, each time")
    func troubles() throws {
        let host = try host()
        try host.create(1)
        try host.run(seconds: 2)
        try host.write("/tool/ballast/config/weight", "heavy")
        try host.write("/local/domain/1/data/ballast/report", "nonsense")
        host.hypervisor.inject(HypervisorFault(.fail(EFAULT), in: .hostMemory, times: 1))
        try host.run(seconds: 6)
        #expect(lines("ballast_refusals_total{what=\"setting\"}") == ["ballast_refusals_total{what=\"setting\"} 1"])
        #expect(lines("ballast_refusals_total{what=\"report\"}") == ["ballast_refusals_total{what=\"report\"} 1"])
        #expect(lines("ballast_errors_total{from=\"hypervisor\"}").first?.hasSuffix(" 0") == false)
    }
}
