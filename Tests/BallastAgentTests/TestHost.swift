import BallastAgent
import Ballooning
import CoreMetrics
import Logging
import Synchronization
import Xen
import XenMock

/// A host in memory with an agent on it, whose time and guests move when the test says so.
final class TestHost {
    let xenstore = MockXenstore()
    let hypervisor: FakeHypervisor
    let time = TestClock()
    let log = RecordedLog()
    /// The connection that the agent has now.
    private(set) var connection: InProcessStore
    private(set) var agent: Agent?
    private(set) var rounds: [RoundReport] = []
    /// Where the next agent keeps its metrics.
    var metrics: (any MetricsFactory)?
    /// What the agent wanted to be called again at.
    private(set) var next = Instant.distantPast
    private var domains: [DomainID: MockDomain] = [:]
    /// What each guest has committed, for the reports that follow its balloon.
    private var needs: [DomainID: Pages] = [:]
    private var sequence = 0
    private let controlDomain: ControlDomainLink?
    /// A connection of the administrator's own for each thing that they do.
    private var admin: InProcessStore { xenstore.connect() }

    /// A host of `memory` with no domain but dom0. The seed's regime unless a test says otherwise: what nobody needs
    /// stays in Xen, and an idle guest shrinks.
    ///
    /// - Parameter controlDomain: the way to dom0's kernel; nil for a dom0 that the agent does not look at.
    init(
        memory: Pages = .mib(4096),
        settings: [String: SettingValue] = ["surplus": .choice("keep")],
        controlDomain: ControlDomainLink? = nil
    ) throws {
        self.controlDomain = controlDomain
        hypervisor = FakeHypervisor(total: memory)
        hypervisor.add(
            DomainInfo(id: .zero, uuid: DomainUUID(high: 0, low: 0), current: .mib(512), maximum: .mib(512))
        )
        connection = xenstore.connect()
        try start(settings: settings)
    }

    /// Starts an agent, as after a boot or after the one before was killed.
    func start(settings: [String: SettingValue] = ["surplus": .choice("keep")], dryRun: Bool = false) throws {
        connection = xenstore.connect()
        var options = Agent.Options()
        options.layers.commandLine.host = settings
        options.isDryRun = dryRun
        let agent = try Agent(
            store: connection,
            hypervisor: hypervisor,
            controlDomain: controlDomain,
            options: options,
            clock: time.clock,
            metrics: metrics,
            logger: log.logger
        )
        agent.observer = { [unowned self] in rounds.append($0) }
        self.agent = agent
    }

    /// Ends the agent as SIGKILL does: nothing is taken back.
    func kill() {
        agent = nil
        connection.disconnect()
    }

    /// Ends the agent as SIGTERM does.
    func stop() {
        agent?.stop()
        agent = nil
    }

    /// Connects the agent again.
    ///
    /// - Parameter decorate: makes of the connection what the agent is given.
    func reconnect(_ decorate: (InProcessStore) -> any Store = { $0 }) throws {
        connection = xenstore.connect()
        try agent?.reconnect(to: decorate(connection))
    }

    /// Lets the agent take in what has happened.
    func turn() throws {
        guard let agent else { return }
        next = try agent.turn()
    }

    /// Lets time pass: the agent is called whenever it wants to be, the balloons follow their targets at once, and the
    /// guests report what came of it.
    func run(seconds: Double) throws {
        let end = time.now + Milliseconds(Int64(seconds * 1000))
        try turn()
        while next <= end {
            if next > time.now { time.now = next }
            try settle()
            try turn()
        }
        time.now = end
        try settle()
        try turn()
    }

    // MARK: Guests

    /// Starts a guest that holds what it was given.
    func create(_ id: UInt16, memory: Pages = .mib(1024), flags: DomainInfo.Flags = .blocked) throws {
        let domain = MockDomain(DomainID(id), name: "guest\(id)", target: memory.kib)
        try create(domain, flags: flags)
    }

    func create(_ domain: MockDomain, flags: DomainInfo.Flags = .blocked) throws {
        domains[domain.id] = domain
        let size = Pages(flooring: domain.target)
        hypervisor.add(
            DomainInfo(id: domain.id, uuid: domain.uuid, flags: flags, current: size, maximum: size + .mib(1))
        )
        try xenstore.create(domain)
    }

    /// Takes a guest away, home and all.
    func destroy(_ id: UInt16) throws {
        guard let domain = domains.removeValue(forKey: DomainID(id)) else { return }
        needs[domain.id] = nil
        hypervisor.remove(domain.id)
        try xenstore.remove(domain)
    }

    /// Has a guest report what it uses, as its own agent would.
    func report(_ id: UInt16, committed: Pages) throws {
        sequence += 1
        var report = MemoryReport(sequence: sequence, total: current(id).kib)
        report.free = .zero
        report.committed = committed.kib
        // A guest that has swap and can say that it waits gets the seed's reserve and no more.
        report.swapTotal = Pages.mib(1024).kib
        report.swapFree = Pages.mib(1024).kib
        report.stallSomeMicroseconds = 0
        var line: [UInt8] = []
        report.encode(into: &line)
        try self.report(id, text: String(decoding: line, as: UTF8.self))
        needs[DomainID(id)] = committed
    }

    /// Has a guest write whatever it likes where its report belongs.
    func report(_ id: UInt16, text: String) throws {
        try xenstore.connect(as: DomainID(id)).write(ReportFormat.reportPath, text)
    }

    /// Has a guest call for memory.
    func call(_ id: UInt16, need: Pages, sequence: Int = 1) throws {
        let guest = xenstore.connect(as: DomainID(id))
        try guest.write(ReportFormat.urgentPath, "v=1 seq=\(sequence) need=\(need.kib.count)")
    }

    /// Moves every balloon to its target; a guest whose memory has changed reports it.
    func settle() throws {
        for id in domains.keys.sorted() {
            guard let target = target(id.rawValue).map({ Pages(flooring: $0) }) else { continue }
            let now = current(id.rawValue)
            if now > target { _ = hypervisor.release(id, now - target) }
            if now < target { _ = hypervisor.populate(id, target - now) }
            if now != current(id.rawValue), let need = needs[id] { try report(id.rawValue, committed: need) }
        }
    }

    func current(_ id: UInt16) -> Pages {
        hypervisor.domain(DomainID(id))?.current ?? .zero
    }

    /// What Xen has free.
    var free: Pages {
        (try? hypervisor.hostMemory().free) ?? .zero
    }

    /// What stands in a guest's `memory/target`.
    func target(_ id: UInt16) -> KiB? {
        read(StorePath("/local/domain/\(id)/memory/target")).flatMap { KiB(parsing: Array($0.utf8)) }
    }

    // MARK: The administrator

    func read(_ path: StorePath) -> String? {
        (try? admin.readIfPresent(path))?.map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ path: StorePath, _ text: String) throws {
        try admin.write(path, text)
    }

    func remove(_ path: StorePath) throws {
        try admin.remove(path)
    }

    func children(_ path: StorePath) -> [String] {
        (try? admin.directory(path)) ?? []
    }

    /// The writes of targets since the beginning, oldest first.
    var targetWrites: [(domain: DomainID, target: Pages)] {
        rounds.flatMap(\.writes).compactMap { write in
            guard write.outcome == .written, let target = write.planned.target else { return nil }
            return (write.planned.domain, target)
        }
    }
}

/// A clock that the test moves.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_000_000)

    var now: Instant {
        get { Instant(milliseconds: milliseconds.withLock { $0 }) }
        set { milliseconds.withLock { $0 = newValue.milliseconds } }
    }

    var clock: AgentClock {
        AgentClock(now: { self.now }, wallSeconds: { 1_700_000_000 + self.now.milliseconds / 1000 })
    }
}

/// Keeps what was logged.
final class RecordedLog: Sendable {
    private let lines = Mutex<[String]>([])
    private let listener = Mutex<(@Sendable (String) -> Void)?>(nil)

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .debug
        return logger
    }

    /// The phrases that were logged, at warning level or above.
    var warnings: [String] {
        lines.withLock { $0 }
    }

    /// Calls with each phrase from now on, of any level, at the moment that it is logged.
    func listen(_ call: @escaping @Sendable (String) -> Void) {
        listener.withLock { $0 = call }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.listener.withLock { $0 }?("\(event.message)")
            guard event.level >= .warning else { return }
            log.lines.withLock { $0.append("\(event.message)") }
        }
    }
}
