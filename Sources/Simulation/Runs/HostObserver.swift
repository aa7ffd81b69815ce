import Ballooning
import Xen

/// Turns the simulated host into what an agent in dom0 would know of it, into storage that is used again.
struct HostObserver {
    private(set) var snapshot = HostSnapshot(now: .start, memory: HostMemory(total: .zero, free: .zero), domains: [])
    private var rows: [DomainInfo] = []
    private let weights: [Int]

    init(weights: [Int]) {
        self.weights = weights
    }

    mutating func observe(_ host: HostModel, reservations: [Reservation] = [], leftAlone: LeftAlone = LeftAlone()) {
        snapshot.now = host.now
        snapshot.reservations = reservations
        snapshot.memory = host.memory
        host.list(into: &rows)
        snapshot.domains.removeAll(keepingCapacity: true)
        for index in rows.indices {
            snapshot.domains.append(domain(rows[index], host.domains[index]))
            leftAlone.mark(&snapshot.domains[index])
        }
    }

    private func domain(_ info: DomainInfo, _ model: DomainModel) -> DomainSnapshot {
        var domain = DomainSnapshot(info: info)
        domain.role = info.id == .zero ? .controlDomain : .guest
        domain.profile = (weights.firstIndex(of: model.spec.weight) ?? -1) + 1
        domain.target = model.target
        domain.staticMaximum = model.spec.staticMaximum
        domain.dynamicMinimum = model.spec.dynamicMinimum
        domain.dynamicMaximum = model.spec.dynamicMaximum
        if let report = model.reporter.report {
            domain.report = Self.report(report, of: model)
            domain.reportReceived = Instant(milliseconds: Int64(model.reporter.reported / 1000))
        }
        if let urgent = model.reporter.urgent {
            domain.urgent = UrgentNeed(
                need: Pages(ceiling: urgent.need),
                received: Instant(milliseconds: Int64(model.reporter.requested / 1000))
            )
        }
        return domain
    }

    private static func report(_ report: MemoryReport, of model: DomainModel) -> GuestReport {
        guard model.reporter.kind != .qubes else {
            // meminfo-writer names the used memory and not of how much; the guest has been given its target.
            let used = Pages(ceiling: model.reporter.used ?? .zero)
            let free = max(.zero, model.target - used)
            return GuestReport(source: .qubes, total: model.target, free: free, available: free, committed: used)
        }
        return GuestReport(report, source: model.reporter.kind == .xapi ? .xapi : .ballast)
    }
}
