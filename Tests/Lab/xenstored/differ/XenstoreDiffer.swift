import ArgumentParser

@main
struct XenstoreDiffer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xenstore-differ",
        abstract: "Compares xenstored servers: what they answer, and how fast.",
        subcommands: [Compare.self, Survey.self, Load.self]
    )
}
