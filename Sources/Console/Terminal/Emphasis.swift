import Glibc

/// How a line stands out. What it says never depends on it.
public enum Emphasis: Sendable, Hashable {
    /// Not at all.
    case plain
    /// A title.
    case title
    /// The head of a table.
    case head
    /// Of little interest.
    case faint
    /// Worth a look.
    case warning
    /// Wrong.
    case alarm

    /// The text with this emphasis, if colours are wanted.
    public func applied(to text: String, isColoured: Bool) -> String {
        guard isColoured, let code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private var code: String? {
        switch self {
        case .plain: nil
        case .title: "1"
        case .head: "7"
        case .faint: "2"
        case .warning: "33"
        case .alarm: "1;31"
        }
    }

    /// Whether standard output takes colours: a terminal that knows them, and a user who has not set `NO_COLOR`
    /// (no-color.org).
    public static var isWanted: Bool {
        isWanted(isTerminal: isatty(STDOUT_FILENO) == 1) { name in getenv(name).map { String(cString: $0) } }
    }

    static func isWanted(isTerminal: Bool, _ environment: (String) -> String?) -> Bool {
        guard isTerminal, environment("NO_COLOR")?.isEmpty ?? true else { return false }
        let terminal = environment("TERM") ?? ""
        return !terminal.isEmpty && terminal != "dumb" && !terminal.hasPrefix("vt")
    }
}
