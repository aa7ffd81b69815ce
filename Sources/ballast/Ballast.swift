import ArgumentParser
import BallastAgent

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
        subcommands: [Run.self, Simulate.self]
    )
}
