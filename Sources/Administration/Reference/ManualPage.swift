/// A page of the manual, in the macros of man(7).
struct ManualPage {
    /// The page so far.
    private(set) var text: String

    /// Starts a page.
    init(_ name: String, section: Int, source: String, title: String) {
        text = ".TH \(name) \(section) \"\" \"\(Self.escaped(source))\" \"\(Self.escaped(title))\"\n"
    }

    /// A section's title.
    mutating func section(_ title: String) {
        text += ".SH \(Self.escaped(title))\n"
    }

    /// A title below a section's.
    mutating func subsection(_ title: String) {
        text += ".SS \(Self.escaped(title))\n"
    }

    /// A paragraph; each of its lines is one.
    mutating func paragraph(_ paragraph: String) {
        for line in paragraph.split(separator: "\n") { text += ".PP\n\(Self.line(String(line)))\n" }
    }

    /// Text without a paragraph of its own.
    mutating func plain(_ plain: String) {
        text += Self.line(plain) + "\n"
    }

    /// A term with what it means.
    mutating func item(_ term: String, _ meaning: String) {
        text += ".TP\n\\fB\(Self.escaped(term))\\fR\n\(Self.line(meaning))\n"
    }

    /// Lines that stand as they are.
    mutating func example(_ example: String) {
        text += ".RS 4\n.nf\n"
        for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
            text += Self.line(String(line)) + "\n"
        }
        text += ".fi\n.RE\n"
    }

    /// Text whose line does not begin with what would be a macro.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// A minus that can be copied to a command line, and no escape but ours.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "µ": result += "\\(mc"
            case "\"": result += "\\(dq"
            default: result.append(character)
            }
        }
        return result
    }
}
