import Ballooning
import Testing
import Xen

@Suite("Who takes part")
struct StandingTests {
    static let exemptions: [(String, @Sendable (inout Guest) -> Void, DomainState)] = [
        ("paused", { $0.flags = .paused }, .suspended),
        ("dying", { $0.flags = .dying }, .suspended),
        ("shut down", { $0.flags = .shutdown }, .suspended),
        ("migrating", { $0.isMigrating = true }, .migrating),
        ("pinned", { $0.hold = .pinned }, .held),
        ("held by the administrator", { $0.hold = .administrator(until: .distantFuture) }, .held),
        ("a service domain", { $0.role = .service }, .unmanaged),
        ("dom0", { $0.role = .controlDomain }, .unmanaged),
        ("without a target", { $0.target = nil }, .unmanaged),
        (
            "without room",
            {
                $0.dynamicMinimum = .mib(600); $0.dynamicMaximum = .mib(600)
            }, .unmanaged
        ),
        ("switched off", { $0.profile = 1 }, .unmanaged),
    ]

    @Test("A domain that is left alone gets no write, and its memory counts as taken", arguments: exemptions)
    func leavesAlone(name: String, change: @Sendable (inout Guest) -> Void, state: DomainState) {
        var special = Guest(1, current: .mib(600), largest: .mib(1200), committed: .mib(100))
        change(&special)
        var host = SteppingHost(
            total: .mib(1400),
            guests: [special, Guest(2, current: .mib(300), largest: .mib(1300), committed: .mib(1200))]
        )
        var off = DomainSettings()
        off.selfballooning = false
        host.settings.profiles.append(off)
        host.run(.seconds(60))
        #expect(host.decision(1)?.state == state, "\(name)")
        #expect(!host.writes.contains { $0.write.domain == DomainID(1) })
        #expect(host[2].current > .mib(700))
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Test("A guest populated on demand is not lowered before its balloon driver has answered")
    func sparesPopulateOnDemand() {
        var silent = Guest(1, current: .mib(600), largest: .mib(1200))
        silent.flags = [.running, .hardwareAssisted]
        var host = SteppingHost(
            total: .mib(1200),
            guests: [silent, Guest(2, current: .mib(300), largest: .mib(1300), committed: .mib(1200))]
        )
        host.run(.seconds(60))
        #expect(host[1].target == .mib(600))
        #expect(host.decision(1)?.reason == .driverSilent || host[1].target == .mib(600))
        host[1].committed = .mib(100)
        host.run(.seconds(60))
        #expect(host[1].current < .mib(400))
    }

    @Test("dom0 under management is never driven below its floor, nor below libxl's 128 MiB", arguments: [512, 64])
    func keepsControlDomainFloor(floor: Int) {
        var control = Guest(0, current: .mib(1024), committed: .mib(60))
        control.role = .controlDomain
        var host = SteppingHost(
            total: .mib(1500),
            guests: [control, Guest(1, current: .mib(300), largest: .mib(1400), committed: .mib(1400))]
        )
        host.settings.host.managesControlDomain = true
        host.settings.host.controlDomainFloor = .mib(floor)
        host.run(.seconds(200))
        #expect(host[0].current >= .mib(max(128, floor)))
        #expect(host[0].current < .mib(1000))
    }
}
