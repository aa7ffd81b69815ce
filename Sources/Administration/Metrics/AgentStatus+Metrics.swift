public import BallastAgent
import Ballooning
public import Telemetry
import Xen

extension AgentStatus {
    /// The status as a page for Prometheus: for a scrape by hand, or for an agent that exports nothing itself. The
    /// agent's own page has the counters and times as well.
    public var metrics: MetricsPage {
        var page = MetricsPage()
        addHost(to: &page)
        let amounts: [(MetricDefinition, (DomainStatus) -> KiB?)] = [
            (.current, \.current), (.floor, \.floor), (.goal, \.goal), (.ceiling, \.ceiling), (.target, \.target),
            (.pool, \.pool), (.headroom, \.headroom), (.backEndPool, \.backendPool),
        ]
        for (definition, amount) in amounts {
            add(definition, to: &page) { domain in amount(domain).map { Double($0.count * 1024) } }
        }
        add(.stall, to: &page) { domain in domain.stall?.ratio }
        page.add(
            MetricDescription(.state),
            domains.compactMap { domain in
                domain.state.map { (MetricLabels(domain.labels + [("state", $0)]), 1) }
            }
        )
        return page
    }

    private func addHost(to page: inout MetricsPage) {
        let bare = MetricLabels([])
        page.add(MetricDescription(.info), [(MetricLabels([("version", host.version ?? "")]), 1)])
        let level = PressureLevel.allCases.first { $0.description == host.level }
        page.add(MetricDescription(.pressure), level.map { [(bare, Double($0.rawValue))] } ?? [])
        let amounts: [(MetricDefinition, KiB?)] = [
            (.total, host.total), (.free, host.free), (.reserve, host.reserve), (.budget, host.budget),
            (.reserved, host.reserved),
        ]
        for (definition, amount) in amounts {
            page.add(MetricDescription(definition), amount.map { [(bare, Double($0.count * 1024))] } ?? [])
        }
        page.add(MetricDescription(.domains), [(bare, Double(domains.count))])
    }

    private func add(
        _ definition: MetricDefinition,
        to page: inout MetricsPage,
        _ value: (DomainStatus) -> Double?
    ) {
        page.add(
            MetricDescription(definition),
            domains.compactMap { domain in value(domain).map { (MetricLabels(domain.labels), $0) } }
        )
    }
}

extension DomainStatus {
    fileprivate var labels: [(String, String)] {
        [("domid", "\(id)"), ("name", name ?? ""), ("uuid", uuid.map { "\($0)" } ?? "")]
    }
}

extension MetricDescription {
    /// What a page says of one of the agent's metrics.
    public init(_ definition: MetricDefinition) {
        let kind: Kind =
            switch definition.kind {
            case .counter: .counter
            case .gauge: .gauge
            case .times(let bounds): .histogram(bounds)
            }
        self.init(definition.name, definition.help, kind)
    }
}
