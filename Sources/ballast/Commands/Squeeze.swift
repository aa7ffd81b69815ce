import Administration
import ArgumentParser
import Xen

/// `ballast squeeze`: calls back what the domains hold above their needs.
struct Squeeze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Call back at once what the domains hold above their needs.",
        discussion: "No domain is driven below its goal by it."
    )

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "For how long no domain may hold more than it needs, up to 1h (default: 10s).",
            valueName: "duration"
        )
    )
    var durations: [String] = []

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func validate() throws {
        let duration = try duration()
        guard 1...3_600_000 ~= duration.milliseconds else {
            throw ValidationError("\"\(duration)\" is not allowed, squeeze takes 1ms to 1h")
        }
    }

    private func duration() throws -> TimeSpan {
        guard let text = try SingleValue.find(in: durations, "the duration") else {
            return TimeSpan(milliseconds: 10_000)
        }
        return try SingleValue.refusing(text, TimeSpan.init)
    }

    func run() throws {
        let duration = try duration()
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
