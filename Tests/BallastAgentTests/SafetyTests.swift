import BallastAgent
import Ballooning
import Glibc
import Testing
import Xen
import XenMock

@Suite("Safety")
struct SafetyTests {
    @Test("A guest destroyed between the plan and its write leaves no home behind")
    func leavesNoHome() throws {
        let host = try TestHost()
        try host.create(7)
        try host.report(7, committed: .mib(200))
        try host.turn()
        try host.settle()
        // The store has forgotten the domain; the hypervisor still lists it while it is torn down.
        let guest = MockDomain(DomainID(7), name: "guest7", target: Pages.mib(1024).kib)
        try host.xenstore.remove(guest)
        try host.run(seconds: 20)
        #expect(!host.children("/local/domain").contains("7"))
    }

    @Test("A guest that dies while its limit is set leaves no home behind")
    func diesUnderTheHypercall() throws {
        let host = try TestHost()
        try host.create(7)
        try host.report(7, committed: .mib(200))
        host.hypervisor.inject(HypervisorFault(.vanish(DomainID(7)), in: .setMaximum, of: DomainID(7)))
        try host.run(seconds: 3)
        try host.destroy(7)
        try host.run(seconds: 20)
        #expect(!host.children("/local/domain").contains("7"))
        #expect(host.children("/tool/ballast/status/domain") == ["0"])
    }

    @Test("A domid that is handed out again does not get its predecessor's target")
    func reusedDomid() throws {
        let host = try TestHost()
        try host.create(3)
        try host.report(3, committed: .mib(100))
        try host.run(seconds: 60)
        try host.destroy(3)
        let successor = MockDomain(
            DomainID(3),
            name: "successor",
            uuid: DomainUUID(high: 1, low: 2),
            target: Pages.mib(512).kib
        )
        try host.create(successor)
        try host.run(seconds: 30)
        #expect(host.target(3) == Pages.mib(512).kib)
        #expect(host.read("/tool/ballast/status/domain/3/uuid") == "\(successor.uuid)")
    }

    @Test("A target set by hand is held and not fought, and given up after its time")
    func holdsForeignTargets() throws {
        let host = try TestHost(settings: ["surplus": .choice("keep"), "hold-seconds": .number(120)])
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        try host.write("/local/domain/1/memory/target", "\(Pages.mib(900).kib.count)")
        try host.run(seconds: 100)
        #expect(host.target(1) == Pages.mib(900).kib)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "held")
        try host.run(seconds: 60)
        #expect(host.target(1) ?? .zero < Pages.mib(900).kib)
    }

    @Test("A target whose limit Xen refuses is still the agent's own, and the limit is set as soon as Xen takes it")
    func limitRefused() throws {
        let host = try TestHost(settings: ["surplus": .choice("keep"), "hold-seconds": .number(600)])
        try host.create(1)
        try host.report(1, committed: .mib(200))
        host.hypervisor.inject(HypervisorFault(.fail(EPERM), in: .setMaximum, of: DomainID(1), times: 3))
        try host.run(seconds: 60)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
        #expect(host.log.warnings == ["cannot set a limit"])
        let target = Pages(flooring: try #require(host.target(1)))
        #expect(target < .mib(600))
        #expect(host.hypervisor.domain(DomainID(1))?.maximum == target + .mib(1))
    }

    @Test("A target whose commit was never answered is still the agent's own")
    func answerLost() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.reconnect { FragileStore($0, dyingAfterWriting: "/local/domain/1/memory/target") }
        #expect(throws: StoreError.self) { try host.run(seconds: 60) }
        #expect(host.target(1) != Pages.mib(1024).kib)
        try host.reconnect()
        try host.run(seconds: 60)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
    }

    @Test("A hold outlives the agent")
    func holdSurvivesRestart() throws {
        let host = try TestHost(settings: ["surplus": .choice("keep"), "hold-seconds": .number(600)])
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        try host.write("/local/domain/1/memory/target", "\(Pages.mib(900).kib.count)")
        try host.run(seconds: 10)
        host.kill()
        try host.start(settings: ["surplus": .choice("keep"), "hold-seconds": .number(600)])
        try host.run(seconds: 100)
        #expect(host.target(1) == Pages.mib(900).kib)
        try host.run(seconds: 600)
        #expect(host.target(1) ?? .zero < Pages.mib(900).kib)
    }

    @Test("A target set by hand while no agent ran is held as well")
    func foreignTargetWhileDown() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        host.kill()
        try host.write("/local/domain/1/memory/target", "\(Pages.mib(800).kib.count)")
        try host.start()
        try host.run(seconds: 60)
        #expect(host.target(1) == Pages.mib(800).kib)
    }

    @Test("An agent that was killed and started again goes on without a jump")
    func noJumpAfterKill() throws {
        func targets(killing: Bool) throws -> [KiB] {
            let host = try TestHost()
            for id in UInt16(1)...3 {
                try host.create(id)
                try host.report(id, committed: .mib(150 + 100 * Int(id)))
            }
            var seen: [KiB] = []
            for second in 0..<60 {
                if killing, second == 22 {
                    host.kill()
                    try host.start()
                }
                try host.run(seconds: 1)
                seen.append(host.target(2) ?? .zero)
            }
            return seen
        }
        let (calm, killed) = (try targets(killing: false), try targets(killing: true))
        for (before, after) in zip(killed, killed.dropFirst()) {
            // One step is an eighth of what is left at most; a jump would be more.
            #expect(before - after <= KiB(before.count / 8 + 4))
            #expect(after <= before)
        }
        #expect(calm.last.map { abs($0.count - (killed.last?.count ?? 0)) } ?? .max < 16 * 1024)
    }

    @Test("A target that changes under the agent's hands is not overwritten")
    func overtaken() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        // The administrator writes after the agent has read and before it writes: the event waits still.
        host.hypervisor.inject(HypervisorFault(.fail(EPERM), in: .hostMemory))
        try host.write("/local/domain/1/memory/target", "\(Pages.mib(777).kib.count)")
        try host.run(seconds: 30)
        #expect(host.target(1) == Pages.mib(777).kib)
    }

    @Test("A hypervisor that does not answer changes nothing, and the next round goes on")
    func hypervisorFails() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        for operation in [HypervisorError.Operation.domains, .hostMemory] {
            host.hypervisor.inject(HypervisorFault(.fail(EFAULT), in: operation, times: 3))
        }
        try host.turn()
        #expect(host.target(1) == Pages.mib(1024).kib)
        try host.run(seconds: 30)
        #expect(host.target(1) ?? .zero < Pages.mib(1024).kib)
        // One line for each trouble, not one for each attempt.
        #expect(host.log.warnings.filter { $0 == "cannot read the host's memory" }.count == 1)
    }

    @Test("After a lost connection the agent reads everything anew and goes on")
    func reconnects() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        host.xenstore.dropConnections()
        var code: StoreError.Code?
        do { try host.run(seconds: 10) } catch let error as StoreError { code = error.code }
        #expect(code == .disconnected)
        let before = host.current(1)
        try host.reconnect()
        try host.run(seconds: 20)
        #expect(host.current(1) < before)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
    }

    @Test("A clean stop takes the status back and leaves the targets")
    func stopsCleanly() throws {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 10)
        let target = host.target(1)
        host.stop()
        #expect(host.read("/tool/ballast/status") == nil)
        #expect(host.target(1) == target)
    }
}
