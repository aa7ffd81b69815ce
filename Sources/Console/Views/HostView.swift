public import BallastAgent
import Ballooning
import Xen

/// Draws a round of the agent as lines of text: the host in one line, then a row for each domain.
public struct HostView: Sendable {
    /// What stands in front of the first line.
    public var title: String

    /// Makes a view.
    public init(title: String) {
        self.title = title
    }

    /// The lines for a terminal of the given size; rows that do not fit are counted in the last line.
    public func lines(of round: RoundReport, width: Int, height: Int) -> [String] {
        var lines = [String(header(round).prefix(width)), ""]
        let table = table(of: round, width: width)
        let room = max(2, height - lines.count)
        if table.count <= room {
            lines += table
        } else {
            lines += table.prefix(room - 1)
            lines.append("… \(table.count - room + 1) more domains")
        }
        return lines
    }

    private func header(_ round: RoundReport) -> String {
        let host = round.host
        var parts = [
            title,
            "\(round.memory.total.shortText) total, \(round.memory.free.shortText) free",
            "reserve \(host.reserve.shortText)",
            "pressure \(host.level)",
        ]
        if round.memory.scrubbing > .zero { parts.append("scrubbing \(round.memory.scrubbing.shortText)") }
        if host.shortage > .zero { parts.append("short of \(host.shortage.shortText)") }
        return parts.joined(separator: " · ")
    }

    private func table(of round: RoundReport, width: Int) -> [String] {
        let isWide = width >= Self.wide
        var table = Table(
            [
                ("ID", .right), ("NAME", .left), ("CURRENT", .right), ("GOAL", .right), ("TARGET", .right),
                ("POOL", .right), ("0 [floor |goal ceiling".padded(to: isWide ? 24 : 12), .left), ("WHY", .left),
            ]
        )
        for domain in round.domains {
            let decision = domain.decision
            let bar = DomainBar(
                floor: decision.floor,
                goal: decision.goal,
                current: domain.snapshot.info.current,
                ceiling: decision.ceiling
            )
            table.append([
                "\(decision.id)",
                String(domain.name.printable.prefix(isWide ? 20 : 10)),
                domain.snapshot.info.current.shortText,
                decision.goal.shortText,
                decision.target?.shortText ?? "-",
                decision.pool.shortText,
                bar.text(width: isWide ? 24 : 12),
                "\(decision.reason)",
            ])
        }
        return table.lines(width: width)
    }

    /// From this width on there is room for longer names and bars.
    private static let wide = 120
}

extension String {
    /// The text cut or filled up to `width` characters.
    fileprivate func padded(to width: Int) -> String {
        count >= width ? String(prefix(width)) : self + String(repeating: " ", count: width - count)
    }

    /// The text without control characters: a name comes from whoever built the domain, and must not move the cursor.
    fileprivate var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }
}
