import Administration
import ArgumentParser
import Console

/// How a command answers.
struct Output: ParsableArguments {
    @Flag(help: "Answer with JSON, for programs; sizes are in KiB.")
    var json = false

    /// Prints lines, with colours where standard output takes them.
    func print(_ lines: [ScreenLine]) {
        let isColoured = Emphasis.isWanted
        for line in lines { Swift.print(line.emphasis.applied(to: line.text, isColoured: isColoured)) }
    }

    /// Prints a value for programs.
    func print(_ value: JSON) {
        Swift.print(value)
    }
}
