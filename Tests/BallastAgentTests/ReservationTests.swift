import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("Reservations in xenstore")
struct ReservationTests {
    /// A host of 4 GiB with 24 MiB for Xen, 512 MiB for dom0 and 64 MiB of reserve, on which guests of 512 MiB that
    /// give nothing leave `free`.
    private func fullHost(free: Int, guests: Int = 4) throws -> TestHost {
        let host = try TestHost(
            memory: .mib(24 + 512 + 64 + guests * 513 + free),
            settings: ["surplus": .choice("keep"), "host-reserve-mb": .number(64)]
        )
        for id in 1...UInt16(guests) {
            try host.create(id, memory: .mib(512))
            try host.write(StorePath("/local/domain/\(id)/memory/dynamic-min"), Pages.mib(512).text)
        }
        try host.run(seconds: 10)
        return host
    }

    @Test("What is free is granted in the turn in which it is asked, and no target moves")
    func grantsWhatIsFree() throws {
        let host = try fullHost(free: 300)
        try host.reserve("a", min: .mib(200), max: .mib(250))
        try host.turn()
        #expect(host.answer("a") == "granted")
        #expect(host.answer("a", "granted") == Pages.mib(250).text)
        #expect(host.answer("a", "needed") == Pages.mib(200).text)
        #expect(host.answer("a", "free") == Pages.mib(300).text)
        #expect(host.answer("a", "answer") == "reservation a is granted: 250.0 MiB are kept free")
        #expect(host.reserved == Pages.mib(250).text)
        #expect(host.targetWrites.isEmpty)
    }

    @Test("Of two at once for memory that suffices for one, one is granted and the other refused with the numbers")
    func twoForOne() throws {
        let host = try fullHost(free: 300)
        try host.reserve("1", min: .mib(200))
        try host.reserve("2", min: .mib(200))
        try host.turn()
        #expect(host.answer("1") == "granted")
        #expect(host.answer("2") == "refused")
        #expect(host.answer("2", "granted") == nil)
        #expect(host.answer("2", "needed") == Pages.mib(200).text)
        #expect(host.answer("2", "free") == Pages.mib(100).text)
        #expect(host.answer("2", "reclaimable") == "0")
        #expect(
            host.answer("2", "answer")
                == "reservation 2 is refused: 200.0 MiB are needed, 100.0 MiB are free, 0.0 MiB could be reclaimed"
        )
        #expect(host.targetWrites.isEmpty)
    }

    @Test("Of twenty at once with room for twelve, twelve are granted in one turn and no target is touched")
    func twentyAtOnce() throws {
        let host = try fullHost(free: 12 * 40 + 10)
        for number in 1...20 { try host.reserve("\(number)", min: .mib(40)) }
        try host.turn()
        #expect((1...12).allSatisfy { host.answer("\($0)") == "granted" })
        #expect((13...20).allSatisfy { host.answer("\($0)") == "refused" })
        #expect(host.reserved == Pages.mib(480).text)
        try host.run(seconds: 120)
        #expect(host.targetWrites.isEmpty)
        #expect((1...12).allSatisfy { host.answer("\($0)") == "granted" })
    }

    @Test("A refusal names the domains that hold memory and do not give it")
    func blockers() throws {
        let host = try TestHost(
            memory: .mib(2100),
            settings: ["surplus": .choice("keep"), "host-reserve-mb": .number(64)]
        )
        try host.create(1, memory: .mib(1200))
        try host.report(1, committed: .mib(300))
        try host.turn()
        for _ in 0..<60 {
            host.time.now = host.time.now + .seconds(1)
            try host.turn()
        }
        #expect(host.read("/tool/ballast/status/domain/1/state") == "uncooperative")
        try host.reserve("a", min: .mib(900))
        try host.turn()
        #expect(host.answer("a") == "refused")
        #expect(host.answer("a", "blockers") == "1")
        #expect(host.answer("a", "answer")?.hasSuffix("and these domains do not give: guest1") == true)
    }

    @Test("What the guests can give is called back, granted, kept, and comes back when it is released")
    func callsBackAndGivesBack() throws {
        let host = try TestHost(
            memory: .mib(24 + 512 + 64 + 2 * 1025),
            settings: ["host-reserve-mb": .number(64)]
        )
        for id in [UInt16(1), 2] {
            try host.create(id)
            try host.report(id, committed: .mib(300))
        }
        try host.run(seconds: 30)
        #expect(host.current(1) + host.current(2) > .mib(2000))
        try host.reserve("a", min: .mib(600))
        try host.turn()
        #expect(host.answer("a") == "asked")
        try host.run(seconds: 20)
        #expect(host.answer("a") == "granted")
        #expect(host.current(1) + host.current(2) < .mib(1450))
        try host.run(seconds: 120)
        #expect(host.current(1) + host.current(2) < .mib(1450))
        try host.release("a")
        try host.run(seconds: 60)
        #expect(host.current(1) + host.current(2) > .mib(2000))
        #expect(host.reserved == "0")
        #expect(host.children(TestHost.reservations).isEmpty)
    }

    @Test("An agent that is killed between any two turns loses no reservation", arguments: 0..<12)
    func killed(after turns: Int) throws {
        let settings: [String: SettingValue] = ["surplus": .choice("keep"), "host-reserve-mb": .number(64)]
        let host = try TestHost(memory: .mib(24 + 512 + 64 + 1025 + 100), settings: settings)
        try host.create(1)
        try host.report(1, committed: .mib(300))
        try host.run(seconds: 1)
        try host.reserve("now", min: .mib(50))
        try host.reserve("later", min: .mib(400))
        try host.reserve("never", min: .mib(4000))
        for _ in 0..<turns {
            try host.turn()
            host.time.now = max(host.time.now, host.next)
            try host.settle()
        }
        let before = host.answer("now", "granted")
        host.kill()
        try host.start(settings: settings)
        try host.turn()
        #expect(host.answer("now") == "granted")
        #expect(before == nil || host.answer("now", "granted") == before)
        try host.run(seconds: 30)
        #expect(host.answer("later") == "granted")
        #expect(host.answer("never") == "refused")
        #expect(host.reserved == Pages.mib(450).text)
        #expect(try host.hypervisor.hostMemory().free >= .mib(450 + 64))
    }

    @Test("A reservation lapses by the calendar, even if no agent ran at the time", arguments: [false, true])
    func lapses(killing: Bool) throws {
        let host = try fullHost(free: 300)
        let end = host.time.clock.wallSeconds() + 30
        try host.reserve("a", ["min": Pages.mib(200).text, "expires": "\(end)"])
        try host.run(seconds: 29)
        #expect(host.answer("a") == "granted")
        if killing {
            host.kill()
            host.time.now = host.time.now + .seconds(20)
            try host.start()
            try host.turn()
        } else {
            try host.run(seconds: 1)
        }
        #expect(host.answer("a") == "ended")
        #expect(host.answer("a", "granted") == nil)
        #expect(host.reserved == "0")
    }

    @Test("A new domain takes over what was kept for it, by its uuid or its name", arguments: ["uuid", "name"])
    func transfers(by identity: String) throws {
        let host = try fullHost(free: 300)
        let uuid = DomainUUID(high: 5, low: 6)
        try host.reserve("a", min: .mib(200), for: identity == "uuid" ? "\(uuid)" : "new")
        try host.turn()
        #expect(host.answer("a") == "granted")
        // The toolstack builds the domain: paused, and page by page.
        let domain = MockDomain(DomainID(9), name: "new", uuid: uuid, target: Pages.mib(199).kib)
        try host.create(domain, flags: .paused)
        host.hypervisor.update(DomainID(9)) { $0.current = .mib(50) }
        try host.run(seconds: 5)
        #expect(host.answer("a") == "granted")
        #expect(host.reserved == "0")
        host.hypervisor.update(DomainID(9)) {
            $0.current = .mib(199)
            $0.flags = .blocked
        }
        try host.run(seconds: 10)
        #expect(host.answer("a") == "ended")
        #expect(host.reserved == "0")
        #expect((1...4).allSatisfy { host.target($0) == Pages.mib(512).kib })
    }

    @Test("A domain that was there before is not the one to come, nor after a restart", arguments: [false, true])
    func predecessor(killing: Bool) throws {
        let host = try fullHost(free: 300)
        try host.reserve("a", min: .mib(200), for: "guest4")
        try host.run(seconds: 10)
        #expect(host.answer("a") == "granted")
        if killing {
            host.kill()
            try host.start()
            try host.run(seconds: 10)
            #expect(host.answer("a") == "granted")
        }
        try host.destroy(4)
        try host.create(MockDomain(DomainID(8), name: "guest4", target: Pages.mib(199).kib))
        try host.run(seconds: 10)
        #expect(host.answer("a") == "ended")
    }

    @Test(
        "A request that cannot be used is refused with key, value and what is allowed, and taken once it is mended",
        arguments: [
            ("a", ["max": "1000"], #"min: "" is not allowed, it takes a number of KiB from 1 on"#),
            ("a", ["min": "0"], #"min: "0" is not allowed, it takes a number of KiB from 1 on"#),
            ("a", ["min": "-5"], #"min: "-5" is not allowed, it takes a number of KiB from 1 on"#),
            ("a", ["min": "1G"], #"min: "1G" is not allowed, it takes a number of KiB from 1 on"#),
            (
                "a", ["min": "99999999999999999999"],
                #"min: "99999999999999999999" is not allowed, it takes a number of KiB from 1 on"#
            ),
            (
                "a", ["min": "2000", "max": "1999"],
                #"max: "1999" is not allowed, it takes a number of KiB from 2000 on"#
            ),
            (
                "a", ["min": "1", "expires": "soon"],
                #"expires: "soon" is not allowed, it takes seconds since 1970"#
            ),
            (
                "a", ["min": "1", "for": ""],
                #"for: "" is not allowed, it takes a domain's uuid, or its name of at most 128 bytes"#
            ),
            ("a@b", ["min": "1"], #"id: "a@b" is not allowed, it takes 1 to 64 letters, digits, - and _"#),
        ]
    )
    func badRequests(id: String, values: [String: String], sentence: String) throws {
        let host = try fullHost(free: 300)
        try host.reserve(id, values)
        try host.turn()
        #expect(host.answer(id) == "refused")
        #expect(host.answer(id, "answer") == sentence)
        #expect(host.reserved == "0")
        try host.release(id)
        try host.reserve("a", ["min": "4000", "max": "4000"])
        try host.turn()
        #expect(host.answer("a") == "granted")
    }

    @Test("A bad value takes nothing away from what was granted, and a new size is asked for anew")
    func changes() throws {
        let host = try fullHost(free: 300)
        try host.reserve("a", min: .mib(200))
        try host.turn()
        try host.reserve("a", ["expires": "tomorrow"])
        try host.turn()
        #expect(host.answer("a") == "granted")
        let refusal = "expires: \"tomorrow\" is not allowed, it takes seconds since 1970"
        #expect(host.read("/tool/ballast/errors/reservations/a") == refusal)
        try host.remove("/tool/ballast/reservations/a/expires")
        try host.turn()
        #expect(host.read("/tool/ballast/errors/reservations/a") == nil)
        #expect(host.reserved == Pages.mib(200).text)
        try host.reserve("a", min: .mib(250))
        try host.turn()
        #expect(host.answer("a", "granted") == Pages.mib(250).text)
        try host.reserve("a", min: .mib(400))
        try host.turn()
        #expect(host.answer("a") == "refused")
        #expect(host.reserved == "0")
    }

    @Test("An answer does not bring a reservation back that was released in the meantime")
    func releasedUnderTheAnswer() throws {
        let host = try fullHost(free: 300)
        host.xenstore.faults.delay = 1
        try host.reserve("a", min: .mib(200))
        host.xenstore.deliverDelayedEvents()
        try host.release("a")
        try host.turn()
        #expect(host.children(TestHost.reservations).isEmpty)
    }

    @Test("Granted reservations cost no request")
    func silence() throws {
        let host = try fullHost(free: 300)
        try host.reserve("a", min: .mib(200))
        try host.run(seconds: 10)
        let before = host.connection.requestCount
        try host.run(seconds: 100)
        #expect(host.connection.requestCount == before)
    }

    @Test("A flood of reservations is looked at in bounded portions, and balancing goes on")
    func flood() throws {
        let host = try fullHost(free: 300)
        try host.reserve("0", min: .mib(100))
        for number in 1...2000 { try host.reserve("x\(number)", min: .mib(1)) }
        var requests = host.connection.requestCount
        for _ in 0..<4 {
            let rounds = host.rounds.count
            try host.turn()
            #expect(host.connection.requestCount - requests < 2000)
            #expect(host.rounds.count == rounds + 1)
            requests = host.connection.requestCount
        }
        #expect(host.answer("0") == "granted")
        #expect(
            host.read("/tool/ballast/errors/too-many-reservations")
                == "2001 reservations are in the store, only 256 are looked at"
        )
        for number in 1...2000 where host.answer("x\(number)", "min") != nil { try host.release("x\(number)") }
        try host.run(seconds: 5)
        #expect(host.read("/tool/ballast/errors/too-many-reservations") == nil)
        #expect(host.reserved == Pages.mib(100).text)
    }
}
