import Administration
import ArgumentParser
import Xen

/// `ballast squeeze`: calls back what the domains hold above their needs.
struct Squeeze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Call back at once what the domains hold above their needs.",
        discussion: "No domain is driven below its goal by it."
    )

    @Argument(help: "For how long no domain may hold more than it needs, up to 1h.", transform: TimeSpan.init)
    var duration = TimeSpan(milliseconds: 10_000)

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func validate() throws {
        guard 1...3_600_000 ~= duration.milliseconds else {
            throw ValidationError("\"\(duration)\" is not allowed, squeeze takes 1ms to 1h")
        }
    }

    func run() throws {
        let store = try connection.open()
        try AgentProcess.require(in: store)
        do {
            try SqueezeControl.squeeze(for: duration, on: store)
        } catch {
            throw AdministrationError.store(error)
        }
        if output.json { output.print(["squeezed_ms": .number(duration.milliseconds)]) }
    }
}
