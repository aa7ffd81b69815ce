import Administration
import ArgumentParser
import Console

/// How a command answers.
struct Output: ParsableArguments {
    @Flag(help: "Answer with JSON, for programs; sizes are in KiB.")
    var json = false

    /// Prints lines, with colours where standard output takes them.
    ///
    /// - Parameter indent: where the lines are text, the column at which a terminal goes on with one that is too long for
    ///   it; nil for a table.
    func print(_ lines: [ScreenLine], wrappedAt indent: Int? = nil) {
        let isColoured = Emphasis.isWanted
        var lines = lines
        if let indent, let width = TerminalSize.current?.width {
            lines = lines.flatMap { $0.wrapped(to: width, indent: indent) }
        }
        for line in lines { Swift.print(line.emphasis.applied(to: line.text, isColoured: isColoured)) }
    }

    /// Prints a value for programs.
    func print(_ value: JSON) {
        Swift.print(value)
    }
}
