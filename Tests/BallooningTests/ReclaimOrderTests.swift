import Ballooning
import Testing
import Xen

@Suite("Who is asked for memory, in order of least harm")
struct ReclaimOrderTests {
    private static let floor = Pages.mib(512)

    /// A managed dom0 that was lent memory as well, two guests that were lent what nobody needs, and one that needs all that it holds.
    private static func host() -> SteppingHost {
        var control = Guest(0, current: .mib(1024), largest: .mib(1536))
        control.role = .controlDomain
        var host = SteppingHost(
            total: .mib(4096),
            guests: [
                control,
                Guest(1, current: .mib(512), largest: .mib(1024), committed: .mib(300)),
                Guest(2, current: .mib(512), largest: .mib(1536), committed: .mib(300)),
                Guest(3, current: .mib(512), committed: .mib(512)),
            ]
        )
        host.settings.host.managesControlDomain = true
        host.settings.host.controlDomainFloor = floor
        host.run(.seconds(120))
        host.forgetWrites()
        return host
    }

    /// The domains whose targets have been lowered, each once, in the order in which that was first done.
    private static func lowered(_ host: SteppingHost) -> [DomainID] {
        var ids: [DomainID] = []
        for entry in host.writes where entry.write.order == .lower && !ids.contains(entry.write.domain) {
            ids.append(entry.write.domain)
        }
        return ids
    }

    @Test("What guests were lent comes back first, and dom0 keeps all that it holds while that is enough")
    func guestPoolsFirst() {
        var host = Self.host()
        let held = host[0].current
        let pools = (host.decision(1)?.pool ?? .zero) + (host.decision(2)?.pool ?? .zero)
        // Something beside the agent takes what is free, but for an eighth of the reserve.
        host.hypervisor = host.free - host.settings.host.reserve(of: host.total) / 8
        host.run(.seconds(1))
        #expect(host.plan.host.reclaim.controlDomain == .zero)
        #expect(pools > .zero)
        #expect(Set(Self.lowered(host)).isSubset(of: [DomainID(1), DomainID(2)]))
        #expect(!Self.lowered(host).isEmpty)
        #expect(host[0].current == held)
        #expect(host.violations.isEmpty)
    }

    @Test("What the guests cannot cover is asked of dom0's own balloon, down to its floor and no further")
    func controlDomainLast() {
        var host = Self.host()
        let held = host[0].current
        host.reservations = [
            Reservation(id: 1, minimum: .mib(2700), maximum: .mib(2700), asked: host.now)
        ]
        host.run(.seconds(1))
        #expect(host.plan.host.reclaim.guestPools > .zero)
        #expect(host.plan.host.reclaim.controlDomain > .zero)
        host.run(.seconds(60))
        #expect(host.reservations[0].state == .granted)
        #expect(host[0].current < held)
        #expect(host[0].current >= Self.floor)
        #expect(host.violations.isEmpty)
    }

    @Test("A dom0 that is short asks for the back ends' pools alone: no guest has what it is short of")
    func backEndPoolsForTheControlDomain() {
        var host = Self.host()
        host.controlDomain = ControlDomainPressure(stall: .total, available: .mib(16), total: .mib(1024))
        host.run(.seconds(10))
        #expect(host.plan.host.reclaim.backEndPools > .zero)
        #expect(host.plan.host.reclaim.guestPools == .zero)
        #expect(host.plan.host.reclaim.controlDomain == .zero)
        #expect(Self.lowered(host).isEmpty)
    }

    @Test("A guest that holds no pool is not asked")
    func onlyThoseWhoHold() {
        var host = Self.host()
        let held = host[3].current
        host.hypervisor = host.free
        host.run(.seconds(30))
        #expect(host[3].current == held)
        #expect(!Self.lowered(host).contains(DomainID(3)))
    }
}
