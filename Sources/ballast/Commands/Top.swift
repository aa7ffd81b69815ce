import Administration
import ArgumentParser
import Console
import Glibc

/// `ballast top`: the domains live in the terminal.
struct Top: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the domains live, with a bar for each and the last decisions.",
        discussion: """
            i, n, t, c, g, p and s sort by id, name, state, current, goal, pool and stall, a second press or r turns the \
            order; the arrow keys, Page Up and Page Down scroll; Ctrl-L draws anew; q ends. In the bar, full blocks are \
            what the domain holds of its ceiling, [ is its floor and | its goal. Without a terminal, or with --json, \
            shows the state once and ends.
            """
    )

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() async throws {
        let store = try connection.open()
        let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
        guard !output.json, TerminalSize.current != nil, isatty(STDIN_FILENO) == 1, terminal != "dumb" else {
            try Status.show(store, output)
            return
        }
        try await TopSession(store).run(terminal: terminal, glyphs: .automatic, isColoured: Emphasis.isWanted)
    }
}
