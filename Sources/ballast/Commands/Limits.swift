import Administration
import ArgumentParser
import Console
import Xen

/// `ballast limits`: between which sizes a domain is balanced.
struct Limits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show or set how far a domain may fall and rise.",
        discussion: """
            Without options, shows floor, goal, current size and ceiling, and where each comes from. What is set is kept \
            under the domain's uuid, so that it survives a reboot; "ballast config unset dynamic-min-mb --domain DOMAIN" \
            takes it back.
            """
    )

    @OptionGroup var argument: DomainArgument

    @Option(
        name: .customLong("min"),
        parsing: .unconditional,
        help: ArgumentHelp("What the domain always keeps, such as 256M.", valueName: "size"),
        transform: MemorySize.init
    )
    var minimum: MemorySize?

    @Option(
        name: .customLong("max"),
        parsing: .unconditional,
        help: ArgumentHelp("What the domain never exceeds, such as 2G.", valueName: "size"),
        transform: MemorySize.init
    )
    var maximum: MemorySize?

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        let directory = try DomainArgument.directory(of: store)
        let domain = try directory.find(argument.domain)
        let editor = try Config.editor(store)
        let keys = try editor.keys(for: argument.domain, in: directory)
        guard minimum == nil, maximum == nil else {
            try DomainLimits.set(minimum: minimum, maximum: maximum, for: keys, editor)
            return
        }
        let status = try AgentStatus.read(from: store).domains.first { $0.id == domain.id }
        let limits = try DomainLimits.read(of: domain, status: status, keys: keys, from: store, editor)
        if output.json {
            output.print(limits.json)
        } else {
            output.print(LimitsText().lines(of: limits))
        }
    }
}
