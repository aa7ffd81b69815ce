import Ballooning
import Xen

/// The status as a page in Prometheus' text format (version 0.0.4): for a scrape by hand, or for node_exporter's
/// textfile collector. The full exporter is the agent's own.
public struct MetricsPage: Sendable {
    private let status: AgentStatus

    /// Makes the page of a status.
    public init(_ status: AgentStatus) {
        self.status = status
    }

    /// The page.
    public var text: String {
        host + domains
    }

    private var host: String {
        let host = status.host
        return Self.family("ballast_info", "The agent's version, as a label.", [([("version", host.version ?? "")], 1)])
            + Self.level(host.level)
            + Self.amount("ballast_host_total_bytes", "The host's memory.", host.total)
            + Self.amount("ballast_host_free_bytes", "What of the host's memory is free.", host.free)
            + Self.amount("ballast_host_reserve_bytes", "What stays free in any case.", host.reserve)
            + Self.amount("ballast_host_budget_bytes", "What there is to divide among the domains.", host.budget)
            + Self.amount("ballast_host_reserved_bytes", "What granted reservations keep.", host.reserved)
            + Self.family("ballast_domains", "How many domains there are.", [([], status.domains.count)])
    }

    private var domains: String {
        amounts("current", "What the domain holds.", \.current)
            + amounts("floor", "What the domain is never driven below.", \.floor)
            + amounts("goal", "What the domain needs.", \.goal)
            + amounts("ceiling", "What the domain is never raised above.", \.ceiling)
            + amounts("target", "The balloon target in force.", \.target)
            + amounts("pool", "What the domain holds above its goal.", \.pool)
            + amounts("headroom", "What stalls have added to the domain's goal.", \.headroom)
            + amounts("backend_pool", "What the domain's backends hold for it.", \.backendPool)
            + Self.family(
                "ballast_domain_stall_microseconds_per_second",
                "How much of a second the domain waits for memory.",
                status.domains.compactMap { domain in
                    domain.stall.map { (Self.labels(domain), $0.microsecondsPerSecond) }
                }
            )
            + Self.family(
                "ballast_domain_state",
                "Where the domain stands with the balancer, as a label.",
                status.domains.compactMap { domain in
                    domain.state.map { (Self.labels(domain) + [("state", $0)], 1) }
                }
            )
    }

    private func amounts(_ name: String, _ help: String, _ value: (DomainStatus) -> KiB?) -> String {
        Self.family(
            "ballast_domain_\(name)_bytes",
            help,
            status.domains.compactMap { domain in
                value(domain).map { (Self.labels(domain), $0.count * 1024) }
            }
        )
    }

    private static func amount(_ name: String, _ help: String, _ value: KiB?) -> String {
        family(name, help, value.map { [([], $0.count * 1024)] } ?? [])
    }

    private static func level(_ level: String?) -> String {
        guard let level, let number = ["none", "soft", "hard", "critical"].firstIndex(of: level) else { return "" }
        return family(
            "ballast_host_pressure",
            "How short free memory is: 0 not, 1 soft, 2 hard, 3 critical.",
            [([], number)]
        )
    }

    private static func labels(_ domain: DomainStatus) -> [(String, String)] {
        [("domid", "\(domain.id)"), ("name", domain.name ?? ""), ("uuid", domain.uuid.map { "\($0)" } ?? "")]
    }

    /// A family with its samples; one without samples is left out.
    private static func family(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: Int)])
        -> String
    {
        guard !samples.isEmpty else { return "" }
        var text = "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
            text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
