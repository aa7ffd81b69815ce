import Glibc

/// The signs that a drawing is made of: plain ASCII where the terminal's locale has no UTF-8, as on a serial console.
public struct Glyphs: Sendable, Hashable {
    /// What a domain holds.
    var full: Character
    /// What it could hold on top.
    var light: Character
    /// Between the parts of a line.
    var separator: String
    /// Where a text was cut.
    var ellipsis: String
    /// From one value to another.
    var arrow: String
    /// Whether texts may hold any character.
    var isUnicode: Bool

    /// Blocks and arrows.
    public static let unicode = Glyphs(
        full: "█",
        light: "░",
        separator: " · ",
        ellipsis: "…",
        arrow: "→",
        isUnicode: true
    )

    /// ASCII and nothing else.
    public static let ascii = Glyphs(
        full: "#",
        light: ".",
        separator: " | ",
        ellipsis: "...",
        arrow: "->",
        isUnicode: false
    )

    /// What fits the locale, by the first of these variables that is set.
    public static var automatic: Glyphs {
        fitting { name in getenv(name).map { String(cString: $0) } }
    }

    /// What fits the locale that the environment names.
    static func fitting(_ environment: (String) -> String?) -> Glyphs {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8") ? .unicode : .ascii
    }

    /// A text that can be shown: without control characters, since a name comes from whoever built the domain and must
    /// not move the cursor, and without what the terminal has no sign for.
    public func shown(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value: result.append("?")
            case _ where isUnicode || scalar.isASCII: result.append(scalar)
            case "µ": result.append("u")
            case "…": result.append(contentsOf: "...".unicodeScalars)
            default: result.append("?")
            }
        }
        return String(result)
    }

    /// A text of at most `width` characters, cut with an ellipsis.
    func cut(_ text: String, to width: Int) -> String {
        let shown = shown(text)
        return shown.count <= width ? shown : fitted(text, to: width)
    }

    /// A text of exactly `width` characters: cut with an ellipsis, or filled up.
    func fitted(_ text: String, to width: Int) -> String {
        let shown = shown(text)
        let count = shown.count
        if count <= width { return shown + String(repeating: " ", count: width - count) }
        return width <= ellipsis.count
            ? String(shown.prefix(max(0, width)))
            : shown.prefix(width - ellipsis.count) + ellipsis
    }
}
