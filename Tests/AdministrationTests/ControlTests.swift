import Administration
import Testing
import Xen
import XenMock

@Suite("Control from the command line")
struct ControlTests {
    private let xenstore = MockXenstore()
    private let store: InProcessStore
    private let web = DomainEntry(
        id: DomainID(3),
        uuid: DomainUUID(parsing: "ba11a570-0000-4000-8000-000000000003"),
        name: "web"
    )

    init() {
        store = xenstore.connect()
    }

    private func node(_ path: String) throws -> String? {
        try store.readIfPresent(StorePath("/tool/ballast/\(path)")).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A domain is pinned by its uuid, for a time or until it is released")
    func hold() throws {
        try HoldControl(store).hold(web, until: nil)
        #expect(try node("hold/\(web.key)") == "")
        try HoldControl(store).hold(web, until: 1_700_000_000)
        #expect(try node("hold/\(web.key)") == "1700000000")
    }

    @Test("A release takes back a pin by uuid and one by name, and asks the agent to end the rest")
    func release() throws {
        try HoldControl(store).hold(web, until: nil)
        try store.write("/tool/ballast/hold/web", "")
        #expect(try HoldControl(store).release(web))
        #expect(try node("hold/\(web.key)") == nil)
        #expect(try node("hold/web") == nil)
        #expect(try node("release/\(web.key)") == "")
        #expect(try !HoldControl(store).release(web))
    }

    @Test("A squeeze is asked for in milliseconds")
    func squeeze() throws {
        try SqueezeControl.squeeze(for: TimeSpan(milliseconds: 5000), on: store)
        #expect(try node("squeeze") == "5000")
    }

    @Test("A reservation is asked for in one transaction")
    func ask() throws {
        let request = ReservationRequest(
            id: "a-1",
            minimum: KiB(1024),
            maximum: KiB(2048),
            beneficiary: "web",
            expires: 1_700_000_000
        )
        try ReservationControl(store).ask(request)
        #expect(try node("reservations/a-1/min") == "1024")
        #expect(try node("reservations/a-1/max") == "2048")
        #expect(try node("reservations/a-1/for") == "web")
        #expect(try node("reservations/a-1/expires") == "1700000000")
        #expect(store.requests[.transactionEnd] == 1)
        let status = try #require(try ReservationControl(store).status(of: "a-1"))
        #expect(!status.isAnswered)
        #expect(status.needed == KiB(1024))
        #expect(try ReservationControl(store).release("a-1"))
        #expect(try !ReservationControl(store).release("a-1"))
        #expect(try ReservationControl(store).status(of: "a-1") == nil)
    }

    @Test("A refusal says what is needed, what is free, what could be reclaimed, and who does not give")
    func refusal() throws {
        let control = ReservationControl(store)
        try control.ask(ReservationRequest(id: "x", minimum: KiB(1 << 20), maximum: KiB(1 << 20)))
        for (key, text) in [
            ("state", "refused"), ("needed", "1048576"), ("free", "65536"), ("reclaimable", "131072"),
            ("blockers", "3 5"), ("answer", "reservation x is refused"),
        ] {
            try store.write(StorePath("/tool/ballast/reservations/x/\(key)"), text)
        }
        let status = try #require(try control.all().first)
        #expect(status.isAnswered && !status.isGranted)
        #expect(
            status.refusal
                == "not enough memory: 1024M needed, 64M free, 128M reclaimable; "
                + "these domains hold memory and do not give it: 3, 5"
        )
        #expect(AdministrationError.reservation(status).exitStatus == .refused)
    }

    @Test("Limits are set by uuid, and a floor above the ceiling is refused before anything is written")
    func limits() throws {
        let editor = ConfigurationEditor(store)
        let (small, large) = (MemorySize(KiB(262_144)), MemorySize(KiB(1_048_576)))
        let error = #expect(throws: AdministrationError.self) {
            try DomainLimits.set(minimum: large, maximum: small, for: [web.key], editor)
        }
        #expect(error?.exitStatus == .usage)
        #expect(try node("config/domain/\(web.key)/dynamic-min-mb") == nil)
        try DomainLimits.set(minimum: small, maximum: nil, for: [web.key], editor)
        try DomainLimits.set(minimum: nil, maximum: large, for: [web.key], editor)
        #expect(try node("config/domain/\(web.key)/dynamic-min-mb") == "256")
        #expect(try node("config/domain/\(web.key)/dynamic-max-mb") == "1024")
        #expect(throws: AdministrationError.self) {
            try DomainLimits.set(minimum: MemorySize(KiB(2_097_152)), maximum: nil, for: [web.key], editor)
        }
        let odd = MemorySize(KiB(1025))
        #expect(throws: AdministrationError.self) {
            try DomainLimits.set(minimum: odd, maximum: nil, for: [web.key], editor)
        }
    }
}
