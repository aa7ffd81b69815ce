import Administration
import Xen

/// Draws the live table.
struct TopView: Sendable {
    var glyphs: Glyphs

    /// The whole screen.
    ///
    /// - Parameters:
    ///   - now: the time, in seconds since 1970.
    func lines(of status: AgentStatus, state: TopState, size: TerminalSize, now: Int64) -> [ScreenLine] {
        let writes = status.lastWrites
        let layout = TopLayout(size, decisions: writes.count)
        let header = HostHeader(status: status, glyphs: glyphs)
        let offset = state.clamped(rows: status.domains.count, room: layout.rows)
        let domains = state.sorted(status.domains)[offset...].prefix(layout.rows)
        var lines = [
            ScreenLine((["ballast"] + header.memory).joined(separator: glyphs.separator), header.emphasis),
            ScreenLine(
                (header.domains + [place(state, offset, domains.count, of: status.domains.count)])
                    .joined(separator: glyphs.separator)
            ),
            ScreenLine(glyphs.fitted(head(layout, state), to: size.width - 1), .head),
        ]
        lines += domains.map { ScreenLine(row($0, layout), HostHeader.emphasis(of: $0)) }
        while lines.count < 3 + layout.rows { lines.append(ScreenLine("")) }
        if layout.decisions > 0 {
            lines += [ScreenLine(""), ScreenLine("LAST DECISIONS", .title)]
            lines += writes.prefix(layout.decisions).map { decision($0.write, of: $0.domain, layout, size, now) }
            // Fewer than there is room for happens on a host that has just started.
            while lines.count < size.height - 1 { lines.append(ScreenLine("")) }
        }
        lines.append(ScreenLine(Self.help, .faint))
        return lines
    }

    /// What is shown while no agent runs.
    func lines(of problem: AdministrationError, size: TerminalSize) -> [ScreenLine] {
        var lines = [ScreenLine("ballast", .title), ScreenLine(glyphs.shown(problem.description), .alarm)]
        while lines.count < size.height - 1 { lines.append(ScreenLine("")) }
        return lines + [ScreenLine("q quit", .faint)]
    }

    private static let help =
        "i id  n name  t state  c current  g goal  p pool  s stall  r reverse  q quit"

    private func place(_ state: TopState, _ offset: Int, _ shown: Int, of count: Int) -> String {
        let order = "by \(state.sort.title)\(state.isReversed ? ", reversed" : "")"
        return shown < count ? "\(offset + 1) to \(offset + shown) \(order), more with the arrow keys" : order
    }

    private func head(_ layout: TopLayout, _ state: TopState) -> String {
        func title(_ text: String, _ key: SortKey) -> String { state.sort == key ? "*\(text)" : text }
        let scale = "0  [floor |goal  ceiling"
        return line(
            id: title("ID", .id),
            name: title("NAME", .name),
            state: title("STATE", .state),
            amounts: [title("CURRENT", .current), title("GOAL", .goal), "CEILING", title("POOL", .pool)],
            stall: title("STALL", .stall),
            bar: layout.bar >= scale.count ? scale : "[floor |goal",
            reason: "WHY",
            layout
        )
    }

    private func row(_ domain: DomainStatus, _ layout: TopLayout) -> String {
        let bar = DomainBar(
            floor: Pages(flooring: domain.floor ?? .zero),
            goal: Pages(flooring: domain.goal ?? .zero),
            current: Pages(flooring: domain.current ?? .zero),
            ceiling: Pages(flooring: domain.ceiling ?? .zero),
            glyphs: glyphs
        )
        return line(
            id: "\(domain.id)",
            name: domain.label,
            state: domain.state ?? "-",
            amounts: [domain.current, domain.goal, domain.ceiling, domain.pool].map(\.shortText),
            stall: domain.stall.map { "\($0)" } ?? "-",
            bar: bar.text(width: layout.bar),
            reason: domain.reason ?? "",
            layout
        )
    }

    private func line(
        id: String,
        name: String,
        state: String,
        amounts: [String],
        stall: String,
        bar: String,
        reason: String,
        _ layout: TopLayout
    ) -> String {
        var parts = [
            Self.right(id, TopLayout.id), glyphs.fitted(name, to: layout.name), Self.cut(state, layout.state),
        ]
        parts += amounts.map { Self.right($0, TopLayout.amount) }
        parts.append(Self.right(stall, 7))
        parts.append(bar + String(repeating: " ", count: max(0, layout.bar - bar.count)))
        if layout.reason > 0 { parts.append(glyphs.fitted(reason, to: layout.reason)) }
        return parts.joined(separator: " ")
    }

    private func decision(
        _ write: LastWrite,
        of domain: DomainStatus,
        _ layout: TopLayout,
        _ size: TerminalSize,
        _ now: Int64
    ) -> ScreenLine {
        let name = glyphs.fitted(domain.label, to: layout.name)
        let text =
            "\(LocalTime.text(write.second, now: now)) \(name) \(write.before.shortText) \(glyphs.arrow) "
            + "\(write.target.shortText)  \(write.reason)"
        return ScreenLine(glyphs.fitted(text, to: size.width - 1))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.prefix(width) + String(repeating: " ", count: max(0, width - text.count))
    }
}
