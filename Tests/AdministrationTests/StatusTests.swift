import Administration
import Ballooning
import Testing
import Xen
import XenMock

@Suite("The agent's status")
struct StatusTests {
    private let xenstore = MockXenstore()
    private let store: InProcessStore

    init() throws {
        store = xenstore.connect()
        for (path, text) in [
            ("version", "0.1.0"), ("pid", "1"), ("level", "soft"), ("total", "4194304"), ("free", "65536"),
            ("domain/3/name", "web"), ("domain/3/uuid", "ba11a570-0000-4000-8000-000000000003"),
            ("domain/3/state", "balanced"), ("domain/3/reason", "holds what it needs, 300.0 MiB"),
            ("domain/3/current", "409600"), ("domain/3/goal", "307200"), ("domain/3/pool", "102400"),
            ("domain/3/stall", "25000"), ("domain/3/last-write", "1700000000 262144 409600 is lent memory"),
            ("domain/12/pool", "1024"), ("domain/12/last-write", "1700000005 1 2 later"), ("domain/x/pool", "5"),
        ] {
            try store.write(StorePath("/tool/ballast/status/\(path)"), text)
        }
    }

    @Test("It is read into values with units")
    func read() throws {
        let status = try AgentStatus.read(from: store) { $0 == 1 }
        #expect(status.host.level == "soft")
        #expect(status.host.total == KiB(4_194_304))
        #expect(status.host.reserve == nil)
        #expect(status.domains.map(\.id) == [DomainID(3), DomainID(12)])
        let web = try #require(status.domains.first)
        #expect(web.label == "web")
        #expect(web.current == KiB(409_600))
        #expect(web.stall == StallRate(microsecondsPerSecond: 25_000))
        #expect(
            web.lastWrite
                == LastWrite(
                    second: 1_700_000_000,
                    before: KiB(262_144),
                    target: KiB(409_600),
                    reason: "is lent memory"
                )
        )
        #expect(status.domains.last?.label == "domain 12")
        #expect(status.pools == KiB(103_424))
        #expect(status.lastWrites.map(\.domain.id) == [DomainID(12), DomainID(3)])
    }

    @Test("An agent that has never run and one that was killed are told apart")
    func missing() throws {
        let gone = #expect(throws: AdministrationError.self) { try AgentStatus.read(from: store) { _ in false } }
        #expect(gone == .agentGone(pid: 1))
        #expect(gone?.exitStatus == .unavailable)
        try store.remove("/tool/ballast/status")
        let none = #expect(throws: AdministrationError.self) { try AgentStatus.read(from: store) { _ in true } }
        #expect(none == .noAgent)
        #expect(none?.exitStatus == .unavailable)
    }

    @Test("A last write that is none is no write", arguments: ["", "x", "1 2", "1 x 3 why", "now 1 2 why"])
    func badLastWrite(_ text: String) {
        #expect(LastWrite(parsing: text) == nil)
    }

    @Test("A mirror reads only what has changed")
    func mirror() throws {
        var mirror = StatusMirror()
        try StatusMirror.watch(on: store)
        func follow() throws {
            for event in try store.takeEvents(limit: 100) { mirror.note(event) }
            _ = try mirror.readChanges(from: store)
        }
        try follow()
        let before = store.requestCount
        try follow()
        #expect(store.requestCount == before, "nothing has changed, so nothing is read")

        let other = xenstore.connect()
        try other.write("/tool/ballast/status/domain/3/goal", "204800")
        try other.write("/tool/ballast/status/free", "1024")
        try follow()
        #expect(store.requestCount - before <= 2)
        let status = try mirror.status { _ in true }
        #expect(status.domains.first?.goal == KiB(204_800))
        #expect(status.host.free == KiB(1024))
    }

    @Test("A mirror follows domains and the agent as they come and go")
    func comeAndGo() throws {
        var mirror = StatusMirror()
        try StatusMirror.watch(on: store)
        func follow() throws {
            for event in try store.takeEvents(limit: 100) { mirror.note(event) }
            _ = try mirror.readChanges(from: store)
        }
        try follow()
        let other = xenstore.connect()
        try other.remove("/tool/ballast/status/domain/3")
        try other.write("/tool/ballast/status/domain/4/name", "new")
        try other.remove("/tool/ballast/status/domain/12/last-write")
        try follow()
        let status = try mirror.status { _ in true }
        #expect(status.domains.map(\.id) == [DomainID(4), DomainID(12)])
        #expect(status.lastWrites.isEmpty)
        try other.remove("/tool/ballast/status")
        try follow()
        #expect(throws: AdministrationError.noAgent) { try mirror.status { _ in true } }
    }

    @Test("For programs it is JSON with units in the names")
    func json() throws {
        let status = try AgentStatus.read(from: store) { _ in true }
        let json = status.json(reservations: [], refusals: [])
        #expect(json["host"]?["free_kib"] == .number(65_536))
        #expect(json["host"]?["reserve_kib"] == .null)
        guard case .array(let domains) = json["domains"] else {
            Issue.record("no list of domains")
            return
        }
        #expect(domains.first?["goal_kib"] == .number(307_200))
        #expect(domains.first?["last_write"]?["target_kib"] == .number(409_600))
        #expect(JSON.string("a\"\\\n\u{1}é").description == #""a\"\\\n\u0001é""#)
    }
}
