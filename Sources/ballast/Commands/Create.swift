import Administration
import ArgumentParser
import Console
import Xen

/// `ballast create`: a guest that gets the memory it needs.
struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a guest with xl create, after making room for it.",
        discussion: """
            Works out from the configuration what the guest takes, as xl does it: its memory, Xen's tables about it, and \
            what else it costs. Keeps that much free, runs "xl create", hands the memory to the new domain, and gives back \
            what is left, also if the start fails. The exit status is xl's.
            """
    )

    @Argument(help: "The guest's configuration file, as xl takes it.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The program that starts the guest.", valueName: "program"))
    var xl = "xl"

    @Flag(help: "Print what the guest needs, and do nothing.")
    var dryRun = false

    @OptionGroup var lifetime: Lifetime
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    @Argument(
        parsing: .postTerminator,
        help: "Options for xl create and assignments that stand behind the file's, such as -c memory=512."
    )
    var words: [String] = []

    func run() async throws {
        let configuration = try GuestConfiguration(
            parsing: TextFile.read(file),
            file: file,
            // As xl tells them apart.
            overrides: words.filter { !$0.hasPrefix("-") && $0.contains("=") }
        )
        let need = try GuestNeed(configuration)
        guard !dryRun else {
            if output.json { output.print(need.json) } else { output.print([ScreenLine("\(need)")]) }
            return
        }
        let request = lifetime.request(
            minimum: need.total,
            maximum: need.total,
            beneficiary: need.uuid ?? need.name
        )
        let command = [xl, "create", file] + words
        try await lifetime.reserve(request, on: connection.open(), command: command, output)
    }
}
