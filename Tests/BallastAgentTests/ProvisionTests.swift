import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("What guests' agents find")
struct ProvisionTests {
    private static let line: StorePath = "/local/domain/1/data/ballast/settings"
    private static let meminfo: StorePath = "/local/domain/1/memory/meminfo"

    private func host(_ settings: [String: String] = [:]) throws -> TestHost {
        let host = try TestHost()
        for (key, value) in settings { try host.write(AgentTree.configuration.appending(key), value) }
        try host.create(1)
        try host.create(2)
        return host
    }

    @Test(
        "A guest is told what somebody has set, in a line that its agent reads",
        arguments: [
            ("selfballoon-interval", "7", "v=1 selfballoon-interval=7"),
            ("frontswap-selfshrinking", "0", "v=1 frontswap-selfshrinking=0"),
            ("frontswap-selfshrinking", "1", "v=1 frontswap-selfshrinking=1"),
            ("frontswap-hysteresis", "9", "v=1 frontswap-hysteresis=9"),
            ("frontswap-inertia", "4", "v=1 frontswap-inertia=4"),
            ("domain/guest1/frontswap-inertia", "6", "v=1 frontswap-inertia=6"),
        ]
    )
    func tells(key: String, value: String, line: String) throws {
        let host = try host([key: value])
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 6)
        #expect(host.read(Self.line) == line)
        let guest = host.xenstore.connect(as: DomainID(1))
        #expect(try GuestTunables(parsing: guest.read(ReportFormat.settingsPath)) != GuestTunables())
    }

    @Test("A change is told at once, and what nobody sets any more is left to the guest")
    func changes() throws {
        let host = try host(["frontswap-inertia": "4"])
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 6)
        try host.write(AgentTree.configuration.appending("frontswap-inertia"), "8")
        try host.turn()
        #expect(host.read(Self.line) == "v=1 frontswap-inertia=8")
        try host.remove(AgentTree.configuration.appending("frontswap-inertia"))
        try host.turn()
        #expect(host.read(Self.line) == nil)
    }

    @Test("A guest without our agent, and dom0, are told nothing")
    func silent() throws {
        let host = try host(["frontswap-inertia": "4"])
        try host.report(1, text: "nonsense")
        try host.run(seconds: 20)
        #expect(host.read(Self.line) == nil)
        #expect(host.read("/local/domain/0/data/ballast/settings") == nil)
        #expect(host.read("/local/domain/2/data/ballast/settings") == nil)
    }

    @Test("What an earlier run has told is taken back by one that has nothing to tell")
    func leftover() throws {
        let host = try host(["frontswap-inertia": "4"])
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 6)
        host.kill()
        try host.remove(AgentTree.configuration.appending("frontswap-inertia"))
        try host.start()
        try host.run(seconds: 6)
        #expect(host.read(Self.line) == nil)
    }

    @Test("A xenstored that has lost its tree is told everything again")
    func lostTree() throws {
        let host = try host(["frontswap-inertia": "4", "domain/guest1/meminfo-node": "1"])
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 6)
        try host.remove(Self.line)
        try host.remove(Self.meminfo)
        try host.reconnect()
        try host.run(seconds: 6)
        #expect(host.read(Self.line) == "v=1 frontswap-inertia=4")
        #expect(host.read(Self.meminfo) != nil)
    }

    @Test("A guest that takes the line away is not told again and again")
    func removed() throws {
        let host = try host(["frontswap-inertia": "4"])
        try host.report(1, committed: .mib(500))
        try host.run(seconds: 6)
        try host.xenstore.connect(as: DomainID(1)).remove(ReportFormat.settingsPath)
        try host.run(seconds: 20)
        #expect(host.read(Self.line) == nil)
    }

    @Test("Nothing is left in the home of a domain that has gone before its turn came")
    func gone() throws {
        let host = try host(["frontswap-inertia": "4", "meminfo-node": "1"])
        try host.run(seconds: 6)
        try host.report(1, committed: .mib(500))
        // The store's part of the domain goes first, as with `xl destroy`; Xen still lists it.
        try host.remove("/local/domain/1")
        try host.run(seconds: 6)
        #expect(host.read("/local/domain/1") == nil)
    }

    @Test("Qubes' meminfo-writer finds its node where that is asked for, and is understood")
    func meminfoNode() throws {
        let host = try host(["domain/guest1/meminfo-node": "1"])
        try host.run(seconds: 6)
        #expect(host.read("/local/domain/2/memory/meminfo") == nil)
        try host.xenstore.connect(as: DomainID(1)).write(Self.meminfo, "300000")
        try host.run(seconds: 12)
        let guest = host.rounds.last?.domains.first { $0.decision.id == DomainID(1) }
        #expect(guest?.decision.state == .balanced)
        #expect(throws: StoreError.self) {
            try host.xenstore.connect(as: DomainID(2)).write("/local/domain/2/memory/meminfo", "300000")
        }
    }

    @Test("A meminfo-writer that writes without end is not heard for a while")
    func mutesMeminfo() throws {
        let host = try host(["meminfo-node": "1"])
        try host.run(seconds: 6)
        let guest = host.xenstore.connect(as: DomainID(1))
        let before = host.connection.requestCount
        for number in 0..<5000 {
            try guest.write(Self.meminfo, "\(300_000 + number)")
            if number % 50 == 0 { try host.turn() }
        }
        #expect(host.connection.requestCount - before < 60)
        #expect(host.log.warnings.contains("guest writes without end and is not heard for a while"))
    }
}
