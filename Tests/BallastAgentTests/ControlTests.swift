import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

@Suite("Control")
struct ControlTests {
    private func node(_ host: TestHost, _ id: Int, _ name: String) -> String? {
        host.read(StorePath("/tool/ballast/status/domain/\(id)/\(name)"))
    }

    private func idleHost() throws -> TestHost {
        let host = try TestHost()
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 12)
        return host
    }

    @Test("A pinned domain stays where it is from the next turn on, and is balanced again once it is not pinned")
    func pins() throws {
        let host = try idleHost()
        try host.write("/tool/ballast/hold/guest1", "")
        try host.turn()
        let pinned = try #require(host.target(1))
        #expect(node(host, 1, "state") == "held")
        #expect(node(host, 1, "reason") == "is pinned")
        #expect(node(host, 1, "held-until") == nil)
        try host.run(seconds: 60)
        #expect(host.target(1) == pinned)
        try host.report(1, committed: .mib(200))
        try host.remove("/tool/ballast/hold/guest1")
        try host.turn()
        #expect(node(host, 1, "state") == "balanced")
        try host.run(seconds: 60)
        #expect(host.target(1) ?? .zero < pinned)
    }

    @Test("A pin by uuid ends at its time, outlives the agent and the domain's reboot")
    func pinSurvives() throws {
        let host = try TestHost()
        let uuid = DomainUUID(high: 1, low: 9)
        let end = host.time.clock.wallSeconds() + 100
        try host.write(StorePath("/tool/ballast/hold/\(uuid)"), "\(end)")
        for id in [UInt16(3), 4] {
            try host.create(MockDomain(DomainID(id), name: "db", uuid: uuid, target: Pages.mib(1024).kib))
            try host.report(id, committed: .mib(200))
            try host.run(seconds: 20)
            #expect(host.target(id) == Pages.mib(1024).kib)
            #expect(node(host, Int(id), "held-until") == "\(end)")
            host.kill()
            try host.start()
            try host.run(seconds: 20)
            #expect(host.target(id) == Pages.mib(1024).kib)
            if id == 3 { try host.destroy(3) }
        }
        try host.run(seconds: 60)
        #expect(host.target(4) ?? .zero < Pages.mib(1024).kib)
        #expect(node(host, 4, "held-until") == nil)
        #expect(host.read(StorePath("/tool/ballast/hold/\(uuid)")) == "\(end)")
    }

    @Test("A release ends the hold after a target set by hand, and is taken away")
    func releases() throws {
        let host = try idleHost()
        try host.write("/local/domain/1/memory/target", Pages.mib(900).text)
        try host.run(seconds: 60)
        #expect(node(host, 1, "state") == "held")
        #expect(node(host, 1, "held-until") != nil)
        try host.report(1, committed: .mib(200))
        try host.write("/tool/ballast/release/guest1", "")
        try host.turn()
        #expect(host.children("/tool/ballast/release").isEmpty)
        #expect(node(host, 1, "state") == "balanced")
        try host.run(seconds: 30)
        #expect(host.target(1) ?? .zero < Pages.mib(900).kib)
    }

    @Test("A release that waits for an agent is carried out by the next one")
    func releaseWhileDown() throws {
        let host = try idleHost()
        try host.write("/local/domain/1/memory/target", Pages.mib(900).text)
        try host.turn()
        host.kill()
        try host.write("/tool/ballast/release/guest1", "")
        try host.start()
        try host.turn()
        #expect(host.children("/tool/ballast/release").isEmpty)
        #expect(node(host, 1, "state") == "balanced")
    }

    @Test("A squeeze by order takes every pool at once, lends nothing while it lasts, and is taken away")
    func squeezes() throws {
        let host = try TestHost(settings: [:])
        for id in [UInt16(1), 2] {
            try host.create(id)
            try host.report(id, committed: .mib(300))
        }
        try host.run(seconds: 60)
        #expect(host.current(1) > .mib(900))
        try host.write("/tool/ballast/squeeze", "30000")
        try host.turn()
        #expect(host.read("/tool/ballast/squeeze") == nil)
        #expect(host.targetWrites.suffix(2).allSatisfy { $0.target < .mib(1000) })
        try host.run(seconds: 25)
        #expect(host.current(1) < .mib(500))
        #expect(host.current(2) < .mib(500))
        try host.run(seconds: 60)
        #expect(host.current(1) > .mib(900))
    }

    @Test(
        "A request that cannot be used is refused until it is mended or taken away",
        arguments: [
            (
                "hold/guest1", "tomorrow",
                #"hold/guest1: "tomorrow" is not allowed, it takes nothing, or seconds since 1970"#
            ),
            ("hold/guest1", "-1", #"hold/guest1: "-1" is not allowed, it takes nothing, or seconds since 1970"#),
            ("release/nobody", "", "release/nobody: there is no such domain"),
            ("squeeze", "10s", #"squeeze: "10s" is not allowed, it takes 0 to 3600000 ms"#),
            ("squeeze", "-1", #"squeeze: "-1" is not allowed, it takes 0 to 3600000 ms"#),
            (
                "squeeze", "99999999999999999999",
                #"squeeze: "99999999999999999999" is not allowed, it takes 0 to 3600000 ms"#
            ),
        ]
    )
    func badRequests(path: String, value: String, sentence: String) throws {
        let host = try idleHost()
        try host.write(StorePath("/tool/ballast/\(path)"), value)
        try host.turn()
        #expect(host.read(StorePath("/tool/ballast/errors/\(path)")) == sentence)
        #expect(host.read(StorePath("/tool/ballast/\(path)")) == value)
        #expect(node(host, 1, "state") == "balanced")
        let before = host.connection.requestCount
        try host.turn()
        #expect(host.connection.requestCount == before)
        try host.remove(StorePath("/tool/ballast/\(path)"))
        try host.turn()
        #expect(host.read(StorePath("/tool/ballast/errors/\(path)")) == nil)
    }

    @Test("A bad value leaves the pin before it in force")
    func badPin() throws {
        let host = try idleHost()
        try host.write("/tool/ballast/hold/guest1", "")
        try host.turn()
        try host.write("/tool/ballast/hold/guest1", "for ever")
        try host.turn()
        #expect(node(host, 1, "state") == "held")
        #expect(host.read("/tool/ballast/errors/hold/guest1") != nil)
        try host.remove("/tool/ballast/hold/guest1")
        try host.turn()
        #expect(node(host, 1, "state") == "balanced")
        #expect(host.read("/tool/ballast/errors/hold/guest1") == nil)
    }

    @Test("A flood of pins and releases is read once, and costs no more than is looked at")
    func flood() throws {
        let host = try idleHost()
        for number in 0..<3000 {
            try host.write(StorePath("/tool/ballast/hold/x\(number)"), "")
            try host.write(StorePath("/tool/ballast/release/x\(number % 200)"), "")
        }
        let before = host.connection.requestCount
        try host.turn()
        #expect(host.connection.requestCount - before < 4000)
        #expect(host.rounds.last?.domains.last?.decision.state == .balanced)
    }
}
