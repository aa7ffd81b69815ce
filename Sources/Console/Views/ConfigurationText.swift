public import Administration
import BallastAgent

/// Settings as text, for `ballast config list`.
public struct ConfigurationText {
    private let glyphs: Glyphs

    /// Draws with the given signs.
    public init(glyphs: Glyphs) {
        self.glyphs = glyphs
    }

    /// A row for each setting.
    public func lines(of entries: [ConfigurationEntry]) -> [ScreenLine] {
        var table = Table([("KEY", .left), ("VALUE", .left), ("FROM", .left), ("TAKES", .left)])
        for entry in entries {
            let definition = entry.definition
            table.append([
                entry.domain.map { glyphs.shown("\($0)/\(definition.name)") } ?? definition.name,
                "\(entry.value)",
                entry.origin.description,
                definition.kind.allowed,
            ])
        }
        let emphases: [Emphasis] = [.head] + entries.map { $0.origin == .builtIn ? .plain : .title }
        let rows = zip(table.lines(width: .max), emphases)
        return rows.map { ScreenLine($0, $1) }
            + entries.compactMap { entry in entry.refusal.map { ScreenLine("refused: \(glyphs.shown($0))", .warning) } }
    }
}
