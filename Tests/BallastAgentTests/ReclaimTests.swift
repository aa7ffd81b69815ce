import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("Calling memory back under pressure of the host")
struct ReclaimTests {
    /// A host that lends what nobody needs, with three guests, of which the last holds nothing above its goal.
    private func lendingHost() throws -> TestHost {
        let host = try TestHost(memory: .mib(3072), settings: ["surplus": .choice("lend")])
        for id: UInt16 in [1, 2, 3] {
            try host.create(id, memory: id == 3 ? .mib(256) : .mib(1024))
            try host.report(id, committed: id == 3 ? .mib(1024) : .mib(200))
        }
        try host.run(seconds: 60)
        return host
    }

    @Test(
        "When free memory falls under the reserve, lent pools come back in one round, and the others stay as they are"
    )
    func reserve() throws {
        let host = try lendingHost()
        let before = [1, 2, 3].map { host.target($0) ?? .zero }
        // A domain is built beside us, as xl does it: nobody asks.
        let gone = host.free - .mib(4)
        host.hypervisor.add(
            DomainInfo(id: DomainID(9), uuid: DomainUUID(high: 9, low: 9), flags: .paused, current: gone, maximum: gone)
        )
        let rounds = host.rounds.count
        try host.run(seconds: 6)
        let first = try #require(host.rounds.dropFirst(rounds).first { !$0.writes.isEmpty })
        let lowered = first.writes.filter { $0.planned.order == .lower }.map(\.planned.domain)
        #expect(!lowered.isEmpty)
        #expect(!lowered.contains(DomainID(3)))
        #expect((host.target(3) ?? .zero) >= before[2])
        #expect(host.read("/tool/ballast/status/squeeze/guest-pools/count") == "1")
        let after = host.free
        #expect(after >= first.host.reserve)
    }
}
