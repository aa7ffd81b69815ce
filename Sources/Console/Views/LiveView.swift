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
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return (Self.usualWidth, Self.usualHeight)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    private static let usualWidth = 120
    private static let usualHeight = 50

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(STDOUT_FILENO, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                // Whoever looked on has gone; balancing goes on.
                guard count > 0 else { return }
                written += count
            }
        }
    }
}
