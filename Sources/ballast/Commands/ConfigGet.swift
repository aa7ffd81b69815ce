import Administration
import ArgumentParser
import Console

/// `ballast config get`: one setting.
struct ConfigGet: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Print the value of a setting.")

    @Argument(help: "The setting.", completion: .settings)
    var key: String

    @OptionGroup var scope: Config.Scope
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let definition = try ConfigurationEditor.definition(of: key, for: scope.domain)
        let store = try connection.open()
        let editor = try Config.editor(store)
        let entry = try editor.entry(definition, for: try scope.keys(editor, store))
        if output.json {
            output.print(entry.json)
        } else {
            output.print([ScreenLine("\(entry.value)")])
        }
    }
}
