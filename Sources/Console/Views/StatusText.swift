public import Administration
import Xen

/// The state of the host as text, for `ballast status`.
public struct StatusText {
    private let glyphs: Glyphs

    /// Draws with the given signs.
    public init(glyphs: Glyphs) {
        self.glyphs = glyphs
    }

    /// The host, then a row for each domain, then what an administrator has asked for or got wrong.
    ///
    /// - Parameters:
    ///   - reservations: the reservations that there are.
    ///   - refusals: values that are not in force.
    ///   - width: where lines are cut; nil for not at all.
    public func lines(
        of status: AgentStatus,
        reservations: [ReservationStatus],
        refusals: [RefusedSetting],
        width: Int?
    ) -> [ScreenLine] {
        let header = HostHeader(status: status, glyphs: glyphs)
        let title = ["ballast \(status.host.version ?? "?")"] + header.memory + header.domains
        var lines = packed(title, width: width ?? .max).map { ScreenLine($0, header.emphasis) }
        lines.append(ScreenLine(""))
        let rows = table(of: status.domains, isWide: (width ?? .max) >= Self.wide).lines(width: .max)
        lines += zip(rows, [.head] + status.domains.map(HostHeader.emphasis(of:))).map { ScreenLine($0, $1) }
        if !reservations.isEmpty {
            lines.append(ScreenLine(""))
            lines += reservations.map { ScreenLine("reservation " + text(of: $0)) }
        }
        if !refusals.isEmpty {
            lines.append(ScreenLine(""))
            lines += refusals.map { ScreenLine("refused: \($0.problem)", .warning) }
        }
        return lines.map { line in
            ScreenLine(width.map { glyphs.cut(line.text, to: $0) } ?? glyphs.shown(line.text), line.emphasis)
        }
    }

    /// As many parts in a line as fit there.
    private func packed(_ parts: [String], width: Int) -> [String] {
        var lines: [String] = []
        for part in parts {
            let longer = lines.last.map { $0 + glyphs.separator + part }
            if let longer, longer.count <= width { lines[lines.count - 1] = longer } else { lines.append(part) }
        }
        return lines
    }

    /// A narrow terminal has no room for a reason that says anything; `ballast explain` does.
    private func table(of domains: [DomainStatus], isWide: Bool) -> Table {
        var table = Table(
            [
                ("ID", .right), ("NAME", .left), ("STATE", .left), ("CURRENT", .right), ("FLOOR", .right),
                ("GOAL", .right), ("CEILING", .right), ("TARGET", .right), ("POOL", .right), ("STALL", .right),
            ] + (isWide ? [("WHY", .left)] : [])
        )
        for domain in domains {
            table.append(
                [
                    "\(domain.id)", glyphs.shown(domain.name ?? ""), domain.state ?? "-", domain.current.shortText,
                    domain.floor.shortText, domain.goal.shortText, domain.ceiling.shortText, domain.target.shortText,
                    domain.pool.shortText, domain.stall.map { "\($0)" } ?? "-",
                ] + (isWide ? [domain.reason ?? ""] : [])
            )
        }
        return table
    }

    private static let wide = 110

    private func text(of reservation: ReservationStatus) -> String {
        var parts = [reservation.id]
        if let beneficiary = reservation.beneficiary { parts.append("for \(beneficiary)") }
        parts.append(reservation.state ?? "asked")
        parts.append("\((reservation.granted ?? reservation.needed).shortText)")
        if let expires = reservation.expires { parts.append("until \(LocalTime.text(expires))") }
        return parts.joined(separator: " ")
    }
}
