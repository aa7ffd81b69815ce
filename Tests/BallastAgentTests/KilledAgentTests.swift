import Ballooning
import Testing
import Xen
import XenMock

@testable import BallastAgent

@Suite("An agent that was killed")
struct KilledAgentTests {
    @Test("The target that an agent wrote last is not taken for an administrator's, even if it was killed right then")
    func killedAfterWrite() throws {
        let host = try TestHost()
        try host.create(3)
        try host.report(3, committed: .mib(200))
        try host.run(seconds: 20)
        let before = try #require(host.target(3))
        host.kill()
        // What a killed agent did last: a target that it had no time to publish in a round's status.
        let write = PlannedWrite(
            domain: DomainID(3),
            uuid: try #require(host.hypervisor.domain(DomainID(3))).uuid,
            order: .lower,
            target: Pages(flooring: before) - .mib(32),
            reason: .calibrating
        )
        let actuator = Actuator(store: host.xenstore.connect(), hypervisor: host.hypervisor)
        #expect(try actuator.carryOut(write, knownTarget: before) == .written)
        try host.start()
        try host.run(seconds: 2)
        #expect(host.read("/tool/ballast/status/domain/3/state") == "balanced")
        #expect(host.read("/tool/ballast/status/domain/3/held-until") == nil)
    }
}
