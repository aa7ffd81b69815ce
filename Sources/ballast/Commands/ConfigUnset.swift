import Administration
import ArgumentParser

/// `ballast config unset`: takes a setting back.
struct ConfigUnset: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Take a setting back, so that the file's or the built-in value holds again."
    )

    @Argument(help: "The setting.", completion: .settings)
    var key: String

    @OptionGroup var scope: Config.Scope
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        let editor = ConfigurationEditor(store)
        // A key that there is no setting of may have been written by hand: it can be taken back all the same.
        let domain = try scope.keys(editor, store)
        let wasSet = try editor.unset(key, for: domain)
        if !wasSet { _ = try ConfigurationEditor.definition(of: key, for: domain.first) }
        if output.json {
            output.print(["key": .string(key), "domain": .text(domain.first), "was_set": .bool(wasSet)])
        }
    }
}
