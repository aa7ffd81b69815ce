import Testing
import Xen

@testable import Simulation

@Suite("Soak")
struct SoakTests {
    @Test("Ballast keeps its invariants on generated hosts with faults", arguments: [1] as [UInt64])
    func holds(seed: UInt64) {
        let report = Soak(seed: seed, domainRounds: 6000).run()
        #expect(report.violation == nil, "\(report)")
        #expect(report.domainRounds >= 6000)
        #expect(report.targetWrites > 20)
    }

    @Test("A seed replays a soak exactly")
    func replays() {
        let runs = (0..<2).map { _ in Soak(seed: 3, domainRounds: 1000).run() }
        #expect(runs[0].targetWrites == runs[1].targetWrites)
        #expect(runs[0].domainRounds == runs[1].domainRounds)
        #expect(runs[0].hostSeconds == runs[1].hostSeconds)
    }

    @Test("A host that promises more than it has, or loses a page, is found out")
    func findsViolations() throws {
        var host = HostModel(total: .mib(2048))
        let id = try host.started(sampleDomain())
        let none = ReservedMemory(pages: .zero)
        var auditor = InvariantAuditor(reserve: .mib(32))
        auditor.willCarryOut(PolicyRound(), on: host, reserved: none)
        auditor.didCarryOut(PolicyRound(), on: host, reserved: none)
        #expect(auditor.violation == nil)
        host.setMaximum(of: id, to: .mib(1600))
        auditor.didCarryOut(PolicyRound(), on: host, reserved: none)
        #expect(auditor.violation?.hasPrefix("I1") == true)

        var second = InvariantAuditor(reserve: .zero)
        second.checkPages(host, ReservedMemory(pages: .mib(1025)))
        #expect(second.violation?.hasPrefix("I4") == true)

        var third = InvariantAuditor(reserve: .zero)
        host.free += Pages(1)
        third.checkPages(host, none)
        #expect(third.violation?.hasPrefix("pages do not add up") == true)
    }
}
