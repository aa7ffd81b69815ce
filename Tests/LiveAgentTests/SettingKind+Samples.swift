import BallastAgent

extension SettingKind {
    /// Texts that stand for a value, each for another one: both ends of the range and what lies inside them, or every
    /// word.
    var goodTexts: [String] {
        switch self {
        case .flag: ["0", "1"]
        case .choice(let words): words
        case .number(let range, _): Self.texts(range)
        case .numberOrAutomatic(let range, _): Self.texts(range) + ["auto"]
        }
    }

    /// Texts that stand for none: just outside the range, and what people, scripts and accidents write.
    var badTexts: [String] {
        let nonsense = [
            "", " ", "nonsense", "-1000000", "0x10", "1e3", "+1", "1.5", "½", "99999999999999999999", "AUTO",
        ]
        let long = String(repeating: "9", count: 4000)
        switch self {
        case .flag: return nonsense + [long, "2", "true", "on"]
        case .choice(let words): return nonsense + [long, "0"] + words.map { $0.uppercased() } + words.map { "\($0) " }
        case .number(let range, _): return nonsense + [long, "auto"] + Self.textsOutside(range)
        case .numberOrAutomatic(let range, _): return nonsense + [long] + Self.textsOutside(range)
        }
    }

    private static func texts(_ range: ClosedRange<Int>) -> [String] {
        [range.lowerBound, range.lowerBound + 1, range.upperBound - 1, range.upperBound].map(String.init)
    }

    private static func textsOutside(_ range: ClosedRange<Int>) -> [String] {
        ["\(range.lowerBound - 1)", "\(range.upperBound + 1)", " \(range.lowerBound)", "\(range.upperBound)M"]
    }
}
