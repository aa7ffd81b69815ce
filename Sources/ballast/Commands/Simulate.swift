import Administration
import ArgumentParser
import Glibc
import Simulation
import Xen

/// `ballast simulate`: hosts in memory under virtual time.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare policies on simulated hosts, draw runs, or soak the policy with faults.",
        discussion: """
            With nothing else, runs Ballast and the field's policies on every scenario and prints how long the guests \
            waited for memory. A seed replays a run exactly. Exit status 1 if a soak has broken an invariant; it prints \
            the seed and the last rounds then. --trace runs a recorded load instead: CSV with a line "second,domain,hot,\
            cold,files,stream,untouched" and a line for each sample, sizes in MiB.
            """
    )

    @Flag(help: "Draw Ballast on the scenarios, as SVG files in the current directory.")
    var plot = false

    @Flag(help: "List the scenarios.")
    var list = false

    @Flag(help: "Print tables as Markdown.")
    var markdown = false

    @Option(
        help: ArgumentHelp(
            "Soak generated hosts with faults for so many decisions about a domain.",
            valueName: "rounds"
        )
    )
    var soak: Int?

    @Option(help: ArgumentHelp("Decides everything that is left to chance.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Replay a recorded load, and the named scenarios after it.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var trace: String?

    @Option(help: ArgumentHelp("The memory of the host that replays, in MiB.", valueName: "MiB"))
    var hostMemory: Int?

    @Argument(help: "The scenarios, or parts of their names; all if none are given.")
    var scenarios: [String] = []

    func validate() throws {
        guard [plot, list, soak != nil].count(where: \.self) <= 1 else {
            throw ValidationError("--plot, --list and --soak exclude each other")
        }
        if trace != nil, soak != nil || list { throw ValidationError("--trace is for a comparison or for --plot") }
        if hostMemory != nil, trace == nil { throw ValidationError("--host-memory is for --trace only") }
        if let hostMemory, !(512...Self.largestHost).contains(hostMemory) {
            throw ValidationError("--host-memory: \(hostMemory) is not allowed, it takes 512 to \(Self.largestHost)")
        }
        if let soak, soak < 1 { throw ValidationError("--soak: \(soak) is not allowed, it takes 1 or more") }
    }

    /// The most memory of a host that replays, in MiB: 16 TiB.
    private static let largestHost = 1 << 24

    private func recorded() throws -> Scenario? {
        guard let trace else { return nil }
        let text = try TextFile.read(trace, largest: 1 << 26)
        let name = trace.split(separator: "/").last.map(String.init) ?? trace
        return .recorded(try recording(text, file: trace), name: name, total: hostMemory.map { .mib($0) })
    }

    private func recording(_ text: String, file: String) throws(AdministrationError) -> Recording {
        do {
            return try Recording(parsing: text)
        } catch {
            let line = error.line > 0 ? error.line : nil
            throw .configuration(file: file, line: line, problem: error.problem.description)
        }
    }

    func run() throws {
        let mode: SimulateOptions.Mode =
            if plot { .plot } else if list { .list } else if let soak { .soak(domainRounds: soak) } else { .compare }
        let options = SimulateOptions(
            mode: mode,
            seed: seed,
            scenarios: scenarios,
            recorded: try recorded(),
            isMarkdown: markdown
        )
        let output = try options.run()
        for file in output.files { try write(file) }
        print(output.text, terminator: "")
        if !output.isSuccess { throw ExitCode.failure }
    }

    private func write(_ file: SimulateOutput.File) throws {
        let descriptor = open(file.name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ValidationError("cannot write \(file.name): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var content = file.content[...]
        try content.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                guard count > 0 else {
                    throw ValidationError("cannot write \(file.name): \(String(cString: strerror(errno)))")
                }
                written += count
            }
        }
    }
}
