import Ballooning
import Testing
import Xen

/// Faults that users of other balancers have reported: each is a host that has what it takes to show the fault.
enum IssueCases {
    static let scenario: @Sendable (PeerCase) throws -> Void = { peerCase in
        let scenario = try #require(all[try peerCase.text("id")], "no host is known for this report")
        try scenario()
    }

    private static let all: [String: @Sendable () throws -> Void] = [
        "paused_domain": pausedDomain,
        "oscillation": oscillation,
        "constant_offset": constantOffset,
        "double_given_assigned": doubleGivenAssigned,
        "reporter_without_balloon": reporterWithoutBalloon,
        "low_silent_default": lowSilentDefault,
        "boot_storm": bootStorm,
        "rebalance_on_shutdown": rebalanceOnShutdown,
    ]

    @Sendable private static func pausedDomain() throws {
        var paused = Guest(3, current: .mib(400), largest: .mib(800))
        paused.flags = .paused
        var host = SteppingHost(
            total: .mib(2048),
            guests: [Guest(1, current: .mib(600), largest: .mib(1500), committed: .mib(200)), paused]
        )
        host.run(.seconds(60))
        host[1].committed = .mib(1400)
        host.run(.seconds(120))
        #expect(host[3].target == .mib(400))
        #expect(!host.writes.contains { $0.write.domain == DomainID(3) })
        #expect(host[1].current > .mib(1300))
    }

    @Sendable private static func oscillation() throws {
        var stuck = Guest(1, current: .mib(900), largest: .mib(1000), committed: .mib(200))
        stuck.driver = .stuck
        var host = SteppingHost(
            total: .mib(1800),
            guests: [stuck]
                + (2...4).map {
                    Guest($0, current: .mib(250), largest: .mib(600), committed: .mib(350))
                }
        )
        host.run(.seconds(120))
        host.forgetWrites()
        host.run(.seconds(600))
        #expect(host.writes.count < 10)
        for id in UInt16(2)...4 {
            let targets = host.writes.filter { $0.write.domain == DomainID(id) }.compactMap(\.write.target)
            let flips = zip(zip(targets, targets.dropFirst()), targets.dropFirst(2)).filter {
                ($0.0.1 > $0.0.0) != ($0.1 > $0.0.1)
            }
            #expect(flips.isEmpty, "domain \(id) went \(targets)")
        }
    }

    @Sendable private static func constantOffset() throws {
        var hvm = Guest(1, current: .mib(513), largest: .mib(1024), committed: .mib(200))
        hvm.target = .mib(512)
        hvm.offset = .mib(1)
        hvm.maximum = .mib(514)
        var shim = Guest(2, current: .mib(546), largest: .mib(1024), committed: .mib(200))
        shim.target = .mib(512)
        shim.offset = .mib(34)
        shim.maximum = .mib(547)
        var host = SteppingHost(total: .mib(4096), guests: [hvm, shim])
        host.run(.seconds(120))
        #expect(host.decision(1)?.offset == .mib(1))
        #expect(host.decision(2)?.offset == .mib(34))
        for id in UInt16(1)...2 {
            #expect(host.decision(id)?.state == .balanced)
            #expect(!host[id].isMarkedUncooperative)
        }
    }

    @Sendable private static func doubleGivenAssigned() throws {
        var slow = Guest(1, current: .mib(600), largest: .mib(1000), committed: .mib(950))
        slow.target = .mib(1000)
        slow.maximum = .mib(1001)
        slow.pagesPerSecond = .mib(1)
        var host = SteppingHost(total: .mib(1050), guests: [slow])
        host.settings.host.reserve = .zero
        host.balancer.plan(host.snapshot(), settings: host.settings, into: &host.plan)
        #expect(host.plan.host.room <= .mib(50))
        host.reservations = [Reservation(id: 1, minimum: .mib(300), maximum: .mib(300), asked: host.now)]
        host.round()
        #expect(host.reservations[0].state != .granted)
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Sendable private static func reporterWithoutBalloon() throws {
        var firewall = Guest(1, current: .mib(600), largest: .mib(600), committed: .mib(40))
        firewall.driver = .stuck
        var host = SteppingHost(
            total: .mib(1500),
            guests: [firewall, Guest(2, current: .mib(500), largest: .mib(1400), committed: .mib(1000))]
        )
        host.run(.seconds(90))
        #expect(host.decision(1)?.state == .uncooperative)
        #expect(host.decision(1)?.share == .mib(600))
        #expect(host[2].current > .mib(840))
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Sendable private static func lowSilentDefault() throws {
        var host = SteppingHost(
            total: .mib(3000),
            guests: [
                Guest(1, current: .mib(400), largest: .mib(2000)),
                Guest(2, current: .mib(400), largest: .mib(2000), committed: .mib(1200)),
            ]
        )
        host.run(.seconds(60))
        #expect(host.decision(1)?.state == .silent)
        #expect(host[1].current >= .mib(400))
        #expect(host[2].current > .mib(1300))
    }

    @Sendable private static func bootStorm() throws {
        var host = SteppingHost(total: .mib(8192), guests: [Guest(1, current: .mib(4000), committed: .mib(3900))])
        host.run(.seconds(30))
        host.forgetWrites()
        let room = host.plan.host.room
        let each = room / 12
        host.reservations = (1...20).map { Reservation(id: $0, minimum: each, maximum: each, asked: host.now) }
        host.round()
        #expect(host.reservations.prefix(12).allSatisfy { $0.state == .granted && $0.granted == each })
        #expect(host.reservations.dropFirst(12).allSatisfy { $0.state != .granted })
        #expect(!host.writes.contains { $0.write.target != nil && $0.write.order == .raise })
    }

    @Sendable private static func rebalanceOnShutdown() throws {
        var host = SteppingHost(
            total: .mib(4096),
            guests: [
                Guest(1, current: .mib(2048), committed: .mib(1900)),
                Guest(2, current: .mib(950), largest: .mib(2000), committed: .mib(1400)),
                Guest(3, current: .mib(950), largest: .mib(2000), committed: .mib(1400)),
            ]
        )
        host.run(.seconds(60))
        host.guests.removeFirst()
        host.round()
        #expect((host[2].target ?? .zero) > .mib(1500))
        #expect((host[3].target ?? .zero) > .mib(1500))
        host.run(.seconds(20))
        #expect(host.free < host.plan.host.reserve + .mib(64))
    }
}
