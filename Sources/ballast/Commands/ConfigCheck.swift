import Administration
import ArgumentParser
import BallastAgent
import Console
import Glibc
import SettingsFile

/// `ballast config check`: whether the agent would take a file.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether the agent would take a configuration file, and what is wrong with it."
    )

    @Argument(
        help: ArgumentHelp("The file (default: \(SettingsFile.usualPath)).", valueName: "file"),
        completion: .file(extensions: ["toml"])
    )
    var path = SettingsFile.usualPath

    @OptionGroup var output: Output

    func run() throws {
        let text = try TextFile.read(path)
        do {
            let layer = try SettingsFile.parse(text, file: path)
            if output.json {
                output.print(["file": .string(path), "problems": .array([])])
            } else {
                let count = layer.host.count + layer.domains.values.reduce(0) { $0 + $1.count }
                output.print([ScreenLine("\(path) is right: settings: \(count), domains: \(layer.domains.count)")])
            }
        } catch {
            guard output.json else {
                for problem in error.problems { StandardStream.error.write("ballast: \(problem.sentence)\n") }
                throw ExitCode(CommandStatus.data.rawValue)
            }
            output.print(["file": .string(path), "problems": .array(error.problems.map(\.json))])
            throw ExitCode(CommandStatus.data.rawValue)
        }
    }
}
