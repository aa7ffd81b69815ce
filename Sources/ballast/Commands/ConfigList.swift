import Administration
import ArgumentParser
import Console

/// `ballast config list`: every setting with its value.
struct ConfigList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List every setting with its value, where that comes from, and what it takes."
    )

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let entries = try Config.editor(try connection.open()).entries()
        if output.json {
            output.print(.array(entries.map(\.json)))
        } else {
            output.print(ConfigurationText(glyphs: .automatic).lines(of: entries))
        }
    }
}
