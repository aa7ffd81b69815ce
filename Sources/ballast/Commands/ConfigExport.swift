import Administration
import ArgumentParser

/// `ballast config export`: what is set, as a file.
struct ConfigExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print what is set in xenstore and in the file as a new /etc/ballast/ballast.toml."
    )

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let editor = try Config.editor(try connection.open())
        if output.json {
            output.print(.array(try editor.lastingEntries().map(\.json)))
        } else {
            print(try editor.export(), terminator: "")
        }
    }
}
