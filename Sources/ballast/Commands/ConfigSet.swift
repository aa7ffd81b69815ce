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

    @Argument(help: "The setting.")
    var key: String

    @Argument(parsing: .allUnrecognized, help: "Its new value.")
    var value: [String]

    @OptionGroup var scope: Config.Scope
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func validate() throws {
        guard value.count == 1 else { throw ValidationError("config set takes a setting and one value") }
    }

    func run() throws {
        _ = try ConfigurationEditor.definition(of: key, for: scope.domain)
        let store = try connection.open()
        let editor = ConfigurationEditor(store)
        let domain = try scope.key(editor, store)
        let written = try editor.set(key, to: value[0], for: domain)
        if output.json {
            output.print(["key": .string(key), "domain": .text(domain), "value": .string(written.description)])
        }
    }
}
