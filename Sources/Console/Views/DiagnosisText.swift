public import Administration

/// What the doctor has found as text, for `ballast doctor`.
public struct DiagnosisText {
    private let glyphs: Glyphs

    /// Draws with the given signs.
    public init(glyphs: Glyphs) {
        self.glyphs = glyphs
    }

    /// A line for each check, with one below it that says how to mend it, and a line that counts.
    public func lines(of diagnoses: [Diagnosis]) -> [ScreenLine] {
        var lines: [ScreenLine] = []
        for diagnosis in diagnoses {
            switch diagnosis.finding {
            case .fine(let text): lines.append(line("ok", diagnosis, text, .plain))
            case .skipped(let text): lines.append(line("skipped", diagnosis, text, .faint))
            case .advice(let text, let mend):
                lines += [line("advice", diagnosis, text, .warning), ScreenLine(glyphs.shown(Self.margin + mend))]
            case .trouble(let text, let mend):
                lines += [line("TROUBLE", diagnosis, text, .alarm), ScreenLine(glyphs.shown(Self.margin + mend))]
            }
        }
        let count = diagnoses.count(where: \.isTrouble)
        return lines + [ScreenLine(count == 0 ? "no trouble found" : "\(count) of \(diagnoses.count) are in trouble")]
    }

    /// The column at which the texts begin.
    public static let indent = 21
    private static let margin = String(repeating: " ", count: indent)

    private func line(_ word: String, _ diagnosis: Diagnosis, _ text: String, _ emphasis: Emphasis) -> ScreenLine {
        let head = glyphs.fitted(word, to: 8) + glyphs.fitted(diagnosis.check, to: 13)
        return ScreenLine(glyphs.shown(head + text), emphasis)
    }
}
