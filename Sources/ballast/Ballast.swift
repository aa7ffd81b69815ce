import Administration
import ArgumentParser
import BallastAgent
import Console
import Glibc
import Xen

/// The tool of a Xen host's administrator.
@main
struct Ballast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ballast",
        abstract: "Balances the memory of a Xen host's domains.",
        discussion: """
            Runs as root in dom0, watches the guests' memory figures, and writes balloon targets, so that every guest has \
            the memory it needs, none hoards what another lacks, and dom0 never runs dry.
            """,
        version: "ballast \(BallastVersion.current)",
        subcommands: [
            Run.self, Status.self, Top.self, Explain.self, Config.self, Limits.self, Hold.self, Release.self,
            Reserve.self, Create.self, Squeeze.self, Checkup.self,
            Metrics.self, Trace.self, Simulate.self, Reference.self,
        ]
    )

    /// Runs the command; whatever goes wrong is one line on standard error and an exit status of ``CommandStatus``.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(after: error)
        }
    }

    private static func end(after error: any Error) -> Never {
        if let error = error as? AdministrationError { end(error.exitStatus, error.description) }
        if let error = error as? TextRefusal { end(.usage, error.description) }
        // Help, the version and an exit status alone are no failures of the command line.
        guard exitCode(for: error).rawValue == CommandStatus.usage.rawValue else { exit(withError: error) }
        let text = message(for: error)
        guard !text.isEmpty else { exit(withError: error) }
        end(.usage, text.split(separator: "\n").joined(separator: " ") + " (see \"ballast --help\")")
    }

    private static func end(_ status: CommandStatus, _ text: String) -> Never {
        StandardStream.error.write("ballast: \(text)\n")
        Glibc.exit(status.rawValue)
    }
}
