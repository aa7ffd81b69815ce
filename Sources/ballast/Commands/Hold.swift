import Administration
import ArgumentParser
import Glibc
import Xen

/// `ballast hold`: pins a domain.
struct Hold: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Pin a domain at its size until it is released."
    )

    @OptionGroup var argument: DomainArgument

    @Option(
        name: .customLong("for"),
        parsing: .unconditional,
        help: ArgumentHelp("For how long, such as 30m or 2h (default: until it is released).", valueName: "duration"),
        transform: TimeSpan.init
    )
    var span: TimeSpan?

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        try AgentProcess.require(in: store)
        let domain = try argument.find(in: store)
        let until = span.map { Int64(time(nil)) + Int64($0.seconds) }
        do {
            try HoldControl(store).hold(domain, until: until)
        } catch {
            throw AdministrationError.store(error)
        }
        if output.json { output.print(["held": .string(domain.key), "until": .count(until)]) }
    }
}
