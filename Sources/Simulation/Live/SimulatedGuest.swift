import Xen
import XenMock

/// A guest's side of xenstore: the watch of its balloon driver and the nodes of its agent.
struct SimulatedGuest: Sendable {
    let id: DomainID
    let spec: DomainSpec
    /// The domain as the toolstack put it into xenstore.
    let domain: MockDomain

    private let store: InProcessStore
    private var reported = 0
    private var requested = 0
    private var line: [UInt8] = []

    private static let target: StorePath = "memory/target"

    /// Writes what the toolstack writes for the domain, and lets its balloon driver watch its target.
    init(_ spec: DomainSpec, id: DomainID, on xenstore: MockXenstore) throws(StoreError) {
        self.id = id
        self.spec = spec
        domain = MockDomain(
            id,
            name: spec.name,
            uuid: spec.uuid,
            target: spec.start.kib,
            staticMaximum: spec.staticMaximum.kib
        )
        try xenstore.create(domain)
        try Self.writeRange(spec, id: id, on: xenstore)
        store = xenstore.connect(as: id)
        try store.watch(Self.target, token: "balloon")
    }

    /// The target, if the watch has fired.
    func readTarget() throws(StoreError) -> KiB? {
        guard try !store.takeEvents(limit: 16).isEmpty else { return nil }
        return try store.readIfPresent(Self.target).flatMap { KiB(parsing: $0) }
    }

    /// Writes what the agent has to say, if it is new.
    mutating func report(_ domain: DomainModel) throws(StoreError) {
        let reporter = domain.reporter
        if let report = reporter.report, reporter.reported > reported {
            reported = reporter.reported
            try write(report, of: domain)
        }
        if let urgent = reporter.urgent, reporter.requested > requested {
            requested = reporter.requested
            urgent.encode(into: &line)
            try store.write(ReportFormat.urgentPath, line, in: .none)
        }
    }

    private mutating func write(_ report: MemoryReport, of domain: DomainModel) throws(StoreError) {
        switch spec.reporter {
        case .silent: return
        case .ballast:
            var report = report
            report.balloonTarget = domain.target.kib
            report.encode(into: &line)
            try store.write(ReportFormat.reportPath, line, in: .none)
        case .hostile:
            // What no parser accepts, in turn with what one does.
            if report.sequence % 2 == 0 {
                line = Array("v=1 total=\(UInt64.max) need=-1 \u{7F}".utf8)
            } else {
                report.encode(into: &line)
            }
            try store.write(ReportFormat.reportPath, line, in: .none)
        case .qubes:
            try store.write("memory/meminfo", "\(domain.reporter.used?.count ?? 0)")
        case .xapi:
            try store.write("data/meminfo_total", "\(report.total.count)")
            try store.write("data/meminfo_free", "\(report.free?.count ?? 0)")
        }
    }

    private static func writeRange(
        _ spec: DomainSpec,
        id: DomainID,
        on xenstore: MockXenstore
    ) throws(StoreError) {
        let store = xenstore.connect()
        let memory = StorePath.domain(id).appending("memory")
        if let least = spec.dynamicMinimum {
            try store.write(memory.appending("dynamic-min"), "\(least.kib.count)")
        }
        if let most = spec.dynamicMaximum {
            try store.write(memory.appending("dynamic-max"), "\(most.kib.count)")
        }
        guard spec.reporter == .qubes else { return }
        // Qubes gives the guest this node.
        try store.write(memory.appending("meminfo"), "")
        try store.setPermissions(memory.appending("meminfo"), [StorePermission(.none, id)], in: .none)
    }
}
