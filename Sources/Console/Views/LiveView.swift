public import BallastAgent
import Glibc

/// Shows the latest round on standard output: in place on a terminal, one block after another anywhere else.
public struct LiveView: Sendable {
    private let view: HostView
    private let isTerminal: Bool

    /// Makes a view with `title` in its first line.
    public init(title: String) {
        view = HostView(title: title)
        isTerminal = isatty(STDOUT_FILENO) == 1
    }

    /// Draws a round.
    public func show(_ round: RoundReport) {
        let (width, height) = size
        let lines = view.lines(of: round, width: width, height: height - 1)
        guard isTerminal else {
            write(lines.joined(separator: "\n") + "\n\n")
            return
        }
        // Home, then each line with what was behind it cleared, then everything below: nothing flickers.
        write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\r\n" }.joined() + "\u{1B}[J")
    }

    /// Makes room on a terminal before the first round.
    public func begin() {
        if isTerminal { write("\u{1B}[2J\u{1B}[?25l") }
    }

    /// Gives the terminal back.
    public func end() {
        if isTerminal { write("\u{1B}[?25h") }
    }

    private var size: (width: Int, height: Int) {
        guard let size = TerminalSize.current else { return (Self.usualWidth, Self.usualHeight) }
        return (size.width, size.height)
    }

    private static let usualWidth = 120
    private static let usualHeight = 50

    private func write(_ text: String) {
        StandardStream.output.write(text)
    }
}
