import Administration
import ArgumentParser
import BallastAgent

/// `ballast config set`: changes a setting.
struct ConfigSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a setting; a value that is not allowed changes nothing.",
        discussion: """
            A plain number is in the setting's own unit; a size or a duration may carry one, as in "host-reserve-mb 1G".
            """
    )

    @Argument(help: "The setting.", completion: .settings)
    var key: String

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Its new value.", valueName: "value"))
    var values: [String]

    @OptionGroup var scope: Config.Scope
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func validate() throws {
        _ = try SingleValue.find(in: values, "the value")
    }

    func run() throws {
        _ = try ConfigurationEditor.definition(of: key, for: scope.domain)
        let store = try connection.open()
        let editor = ConfigurationEditor(store)
        let domain = try scope.keys(editor, store).first
        let written = try editor.set(key, to: values[0], for: domain)
        if output.json {
            output.print(["key": .string(key), "domain": .text(domain), "value": .string(written.description)])
        }
    }
}
