import Administration
import Ballooning
import Xen

/// The host in a line or two, above a table of its domains.
struct HostHeader {
    var status: AgentStatus
    var glyphs: Glyphs

    /// How short memory is, in colour.
    var emphasis: Emphasis {
        switch status.host.level {
        case "hard", "critical": .alarm
        case "soft": .warning
        default: .title
        }
    }

    /// The parts of the line about the host's memory.
    var memory: [String] {
        let host = status.host
        var parts = [
            host.total.map { "\($0.shortText) total, \(host.free.shortText) free" } ?? "\(host.free.shortText) free",
            "reserve \(host.reserve.shortText)",
        ]
        if let reserved = host.reserved, reserved > .zero { parts.append("reservations \(reserved.shortText)") }
        parts.append("pressure \(host.level ?? "-")")
        return parts
    }

    /// The parts of the line about the domains.
    var domains: [String] {
        let count = status.domains.count
        return ["\(count) \(count == 1 ? "domain" : "domains")", "\(status.pools.shortText) above their goals"]
    }

    /// How a domain's row stands out.
    static func emphasis(of domain: DomainStatus) -> Emphasis {
        switch domain.state {
        case "stuck", "uncooperative": .alarm
        case "unmanaged", "suspended", "migrating": .faint
        default: (domain.stall?.microsecondsPerSecond ?? 0) >= stallWorthALook ? .warning : .plain
        }
    }

    /// A tenth of its time.
    private static let stallWorthALook = 100_000
}
