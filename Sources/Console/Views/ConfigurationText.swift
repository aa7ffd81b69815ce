public import Administration
import BallastAgent

/// Settings as text, for `ballast config list`.
public struct ConfigurationText {
    private let glyphs: Glyphs

    /// Draws with the given signs.
    public init(glyphs: Glyphs) {
        self.glyphs = glyphs
    }

    /// A row for each setting: the host's, then below its name those of each domain that has some of its own.
    public func lines(of entries: [ConfigurationEntry]) -> [ScreenLine] {
        var table = Table([("KEY", .left), ("VALUE", .left), ("FROM", .left), ("TAKES", .left)])
        for entry in entries {
            // Whether it is the domain's own is seen from where the row stands.
            let source = SettingOrigin(source: entry.origin.source, isForDomain: false)
            let definition = entry.definition
            table.append([definition.name, "\(entry.value)", "\(source)", definition.kind.allowed])
        }
        let rows = table.lines(width: .max)
        var lines = [ScreenLine(rows[0], .head)]
        var domain: String?
        for (entry, row) in zip(entries, rows.dropFirst()) {
            if let name = entry.domain, name != domain {
                lines += [ScreenLine(""), ScreenLine("DOMAIN \(glyphs.shown(name))", .head)]
                domain = name
            }
            lines.append(ScreenLine(row, entry.origin == .builtIn ? .plain : .title))
            if let refusal = entry.refusal {
                lines.append(ScreenLine("  refused: \(glyphs.shown(refusal))", .warning))
            }
        }
        return lines
    }
}
