import BallastAgent
import Ballooning
import Logging
import Synchronization
import Xen
import XenMock

/// A host of many guests that report and call, for the agent as a service: a hypervisor in memory, and the mock xenstored,
/// either called directly or behind a socket, with this project's own client between it and the agent.
final class Crowd {
    let xenstore = MockXenstore()
    let hypervisor: FakeHypervisor
    let guests: [DomainID]
    /// A guest that shall write without end.
    let shouter: any Store
    private let socket: String?
    private let server: MockXenstoreServer?
    private let connection = Latest()
    private var sequence = 0

    /// The connection that the agent has opened last.
    private final class Latest: Sendable {
        let store = Mutex<StampedStore?>(nil)
    }

    private static let size = Pages.mib(256)
    /// What a guest has committed.
    private static let need = Pages(59_008)

    /// Makes the host, whose last guest is the shouter.
    ///
    /// - Parameter socket: where the store's server listens; nil for a store without one.
    init(guests count: Int, socket: String?) throws {
        self.socket = socket
        guests = (1...count).map { DomainID(UInt16($0)) }
        hypervisor = FakeHypervisor(total: .mib(256 * count + (128 << 10)))
        hypervisor.add(
            DomainInfo(id: .zero, uuid: DomainUUID(high: 0, low: 0), current: .mib(512), maximum: .mib(512))
        )
        let last = DomainID(UInt16(count))
        if let socket {
            server = try MockXenstoreServer(path: socket, guests: [last: socket + ".guest"], xenstore: xenstore)
            shouter = try WireClient(path: socket + ".guest")
        } else {
            server = nil
            shouter = xenstore.connect(as: last)
        }
        for id in guests {
            let domain = MockDomain(id, name: "guest\(id)", target: Self.size.kib, staticMaximum: Pages.mib(512).kib)
            hypervisor.add(
                DomainInfo(
                    id: id,
                    uuid: domain.uuid,
                    flags: .blocked,
                    current: Self.size,
                    maximum: Self.size + .mib(1)
                )
            )
            try xenstore.create(domain)
            try report(id)
        }
    }

    /// What the agent is given.
    var environment: AgentEnvironment {
        var options = Agent.Options()
        options.layers.commandLine.host = ["surplus": .choice("keep")]
        var environment = AgentEnvironment(
            connect: { [socket, xenstore, connection] () throws(StoreError) in
                let way: any Store =
                    if let socket { try WireClient(path: socket, eventLimit: 8192) } else { xenstore.connect() }
                let store = StampedStore(way)
                connection.store.withLock { $0 = store }
                return store
            },
            hypervisor: hypervisor,
            options: options,
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        )
        environment.checksForOthers = false
        return environment
    }

    /// The agent's connection.
    var store: StampedStore? { connection.store.withLock { $0 } }

    /// Has a guest report what it has committed.
    func report(_ id: DomainID) throws {
        sequence += 1
        guard let current = hypervisor.domain(id)?.current else { return }
        var report = MemoryReport(sequence: sequence, total: current.kib)
        report.free = .zero
        report.committed = Self.need.kib
        var line: [UInt8] = []
        report.encode(into: &line)
        try xenstore.connect(as: id).write(ReportFormat.reportPath, line, in: .none)
    }

    /// Has a guest call for memory.
    func call(_ id: DomainID, need: Pages) throws {
        sequence += 1
        try xenstore.connect(as: id).write(ReportFormat.urgentPath, "v=1 seq=\(sequence) need=\(need.kib.count)")
    }

    /// Has a guest take what its target allows.
    func follow(_ id: DomainID) throws {
        let bytes = try xenstore.connect().read(.domain(id).appending("memory/target"))
        guard let target = KiB(parsing: bytes), let domain = hypervisor.domain(id) else { return }
        _ = hypervisor.populate(id, Pages(flooring: target) - domain.current)
    }
}
