import Glibc

/// How much a terminal shows.
public struct TerminalSize: Sendable, Hashable {
    /// Columns.
    public var width: Int
    /// Lines.
    public var height: Int

    /// Makes a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// What a terminal has that does not say, such as one on a serial line.
    public static let usual = TerminalSize(width: 80, height: 24)

    /// The size of the terminal on standard output, else what `COLUMNS` and `LINES` say; nil if it is no terminal.
    public static var current: TerminalSize? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var window = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
            return TerminalSize(width: Int(window.ws_col), height: Int(window.ws_row))
        }
        func number(_ name: String) -> Int? {
            getenv(name).flatMap { Int(String(cString: $0)) }.flatMap { 1...1000 ~= $0 ? $0 : nil }
        }
        return TerminalSize(width: number("COLUMNS") ?? usual.width, height: number("LINES") ?? usual.height)
    }
}
