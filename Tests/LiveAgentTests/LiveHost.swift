import BallastAgent
import Ballooning
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Xen
import XenMock
import XenSystem

/// A process with an agent that runs as the daemon's does: its loop on a thread of its own, woken through libxenstore by
/// a xenstored that listens on a socket. An administrator writes through a second connection of libxenstore.
///
/// libxenstore takes the path of the socket from the environment, so there is one such host in a process.
final class LiveHost: Sendable {
    let xenstore: MockXenstore
    let hypervisor = FakeHypervisor(total: .mib(4096))
    /// The administrator's connection.
    let admin: SystemStore

    private let server: MockXenstoreServer
    private let path: String
    private let state = Mutex(State())
    private let counter = CountingStore.Counter()

    private struct State {
        var group: ServiceGroup?
        var running: Task<Void, any Error>?
        var latest: RoundReport?
    }

    /// Starts a xenstored for a host with dom0 and no agent yet.
    ///
    /// - Parameter patience: after how many seconds the process ends itself: a wait that never ends is a failure.
    init(patience: UInt32 = 120) throws {
        alarm(patience)
        path = "/tmp/ballast-live-\(getpid())"
        server = try MockXenstoreServer(path: path)
        xenstore = server.xenstore
        setenv("XENSTORED_PATH", path, 1)
        admin = try SystemStore()
        hypervisor.add(DomainInfo(id: .zero, uuid: DomainUUID(high: 0, low: 0), current: .mib(512), maximum: .mib(512)))
    }

    deinit {
        server.stop()
    }

    // MARK: The agent

    /// Starts the agent.
    func start() {
        let quiet = Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() }
        var environment = AgentEnvironment(
            connect: { [counter] () throws(StoreError) in CountingStore(try SystemStore(), counter: counter) },
            hypervisor: hypervisor,
            logger: quiet
        )
        environment.checksForOthers = false
        environment.observer = { [weak self] round in
            self?.state.withLock { $0.latest = round }
        }
        let group = ServiceGroup(services: [AgentService(environment)], logger: quiet)
        state.withLock { state in
            state.latest = nil
            state.group = group
            state.running = Task { try await group.run() }
        }
    }

    /// Ends the agent as SIGTERM does.
    func stop() async throws {
        let (group, running) = state.withLock { ($0.group, $0.running) }
        await group?.triggerGracefulShutdown()
        try await running?.value
    }

    /// The latest round; nil before the first one of this agent.
    var latest: RoundReport? { state.withLock { $0.latest } }

    /// What the agent has done with its connections.
    var counts: CountingStore.Counts { counter.counts.withLock { $0 } }

    /// Waits until something holds.
    func wait(until holds: () throws -> Bool) async throws {
        while try !holds() { try await Task.sleep(for: .milliseconds(1)) }
    }

    // MARK: Domains

    /// Starts a guest that holds what it was given.
    func create(_ domain: MockDomain) throws {
        let size = Pages(flooring: domain.target)
        hypervisor.add(DomainInfo(id: domain.id, uuid: domain.uuid, current: size, maximum: size + .mib(1)))
        try xenstore.create(domain)
    }

    /// Takes a guest away, home and all.
    func destroy(_ domain: MockDomain) throws {
        hypervisor.remove(domain.id)
        try xenstore.remove(domain)
    }

    /// The settings that the latest round was made with for a domain; nil while the agent has not seen it whole. Xen knows
    /// a new domain before xenstore does, and a domain without a target is left alone.
    func profile(of domain: DomainID) -> (settings: Settings, profile: Int)? {
        guard let round = latest,
            let index = round.snapshot.domains.firstIndex(where: { $0.info.id == domain && $0.target != nil })
        else { return nil }
        return (round.settings, round.snapshot.domains[index].profile)
    }

    // MARK: The administrator

    /// The text of a node, nil if it is not there.
    func read(_ path: StorePath) throws -> String? {
        try admin.readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// How much of the machine's memory this process takes, in bytes.
    static var residentSize: Int {
        var text = [UInt8](repeating: 0, count: 256)
        let descriptor = open("/proc/self/statm", O_RDONLY)
        defer { close(descriptor) }
        let count = Glibc.read(descriptor, &text, text.count)
        let fields = text.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
