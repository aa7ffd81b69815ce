import Administration
import Testing
import Xen
import XenMock

@Suite("A program with memory reserved for it")
struct ReservedRunTests {
    private let xenstore = MockXenstore()
    private let store: InProcessStore
    private let interruption = Interruption()

    init() throws {
        store = xenstore.connect()
        try store.write("/tool/ballast/status/pid", "1")
    }

    private func run(
        absence: Duration = .zero,
        _ isAlive: @escaping @Sendable (Int32) -> Bool = { _ in true }
    ) -> ReservedRun {
        let request = ReservationRequest(id: "r", minimum: KiB(1024), maximum: KiB(1024))
        return ReservedRun(request, on: store, interruption, absence: absence, isAlive: isAlive)
    }

    /// An agent that gives one answer as soon as it is asked.
    private func answering(_ nodes: [(String, String)]) -> Task<Void, any Error> {
        let agent = xenstore.connect()
        return Task {
            while try agent.readIfPresent("/tool/ballast/reservations/r/min") == nil {
                try await Task.sleep(for: .milliseconds(1))
            }
            for (key, text) in nodes { try agent.write(StorePath("/tool/ballast/reservations/r/\(key)"), text) }
        }
    }

    private var isThere: Bool {
        (try? store.readIfPresent("/tool/ballast/reservations/r")) != nil
    }

    @Test("The program runs while the memory is kept, and gives back what is left", arguments: [0, 3] as [Int32])
    func granted(_ status: Int32) async throws {
        let agent = answering([("granted", "1024"), ("state", "granted")])
        let granted = try await run().reserve(patience: TimeSpan(milliseconds: 30_000))
        try await agent.value
        #expect(granted.isGranted)
        #expect(isThere)
        #expect(try await run().run(["sh", "-c", "exit \(status)"]) == status)
        #expect(!isThere)
    }

    @Test("A program that is killed, or is not there, gives the memory back as well")
    func failing() async throws {
        try ReservationControl(store).ask(ReservationRequest(id: "r", minimum: KiB(1024), maximum: KiB(1024)))
        #expect(try await run().run(["sh", "-c", "kill -9 $$"]) == 137)
        #expect(!isThere)
        try ReservationControl(store).ask(ReservationRequest(id: "r", minimum: KiB(1024), maximum: KiB(1024)))
        let error = await #expect(throws: AdministrationError.self) { try await run().run(["/no/such/program"]) }
        #expect(error?.exitStatus == .missing)
        #expect(!isThere)
    }

    @Test("A refusal takes the request back")
    func refused() async throws {
        let agent = answering([("needed", "1024"), ("free", "0"), ("reclaimable", "0"), ("state", "refused")])
        let error = await #expect(throws: AdministrationError.self) {
            try await run().reserve(patience: TimeSpan(milliseconds: 30_000))
        }
        try await agent.value
        #expect(error?.exitStatus == .refused)
        #expect(error?.description == "not enough memory: 1M needed, 0K free, 0K reclaimable")
        #expect(!isThere)
    }

    @Test("An agent that does not answer is not waited for without end")
    func silent() async {
        let error = await #expect(throws: AdministrationError.self) {
            try await run().reserve(patience: TimeSpan(milliseconds: 1))
        }
        #expect(error == .noAnswer(seconds: 1))
        #expect(!isThere)
    }

    @Test("Without an agent nothing is asked")
    func noAgent() async throws {
        await #expect(throws: AdministrationError.agentGone(pid: 1)) {
            try await run { _ in false }.reserve(patience: TimeSpan(milliseconds: 1))
        }
        #expect(!isThere)
    }

    @Test(
        "An agent that is killed while it is waited for may come back, but not at any time",
        arguments: [true, false]
    )
    func restart(comesBack: Bool) async throws {
        let store = store
        // The agent lives until it is asked.
        let isAlive: @Sendable (Int32) -> Bool = { _ in
            (try? store.readIfPresent("/tool/ballast/reservations/r/min")) == nil
        }
        let agent = comesBack ? answering([("granted", "1024"), ("state", "granted")]) : Task {}
        let run = run(absence: comesBack ? .seconds(60) : .zero, isAlive)
        if comesBack {
            #expect(try await run.reserve(patience: TimeSpan(milliseconds: 60_000)).isGranted)
        } else {
            await #expect(throws: AdministrationError.agentGone(pid: 1)) {
                try await run.reserve(patience: TimeSpan(milliseconds: 60_000))
            }
            #expect(!isThere)
        }
        try await agent.value
    }

    @Test("A signal ends the wait, and the request is taken back", .timeLimit(.minutes(1)))
    func interrupted() async throws {
        let waiting = Task { try await run().reserve(patience: TimeSpan(milliseconds: 60_000)) }
        while !isThere { try await Task.sleep(for: .milliseconds(1)) }
        interruption.note(15)
        let result = await waiting.result
        #expect(throws: AdministrationError.interrupted) { try result.get() }
        #expect(!isThere)
    }

    @Test("A signal that comes while the program runs is the program's", .timeLimit(.minutes(1)))
    func signalled() async throws {
        let running = Task { try await run().run(["sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done"]) }
        // The first ones may come before there is anybody to hand them to.
        let signals = Task {
            while !Task.isCancelled {
                interruption.note(15)
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        let status = try await running.value
        signals.cancel()
        #expect(status == 7 || status == 143)
    }
}
