import Administration
import ArgumentParser
import Console
import Glibc
import Logging
import Xen
import XenSystem

/// `ballast doctor`: what can be wrong on a host.
struct Checkup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what can be wrong on this host, and say how to mend it.",
        discussion: "Exit status 1 if there is trouble."
    )

    @Option(help: .hidden)
    var root = ""

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store: Result<any Store, AdministrationError>
        do throws(AdministrationError) {
            store = .success(try connection.open())
        } catch {
            store = .failure(error)
        }
        // libxenctrl's own messages would say the same in other words.
        let quiet = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
        let commandLine = try? SystemHypervisor(logger: quiet).commandLine()
        let facts = HostFacts(root: root, userID: geteuid(), commandLine: commandLine, store: store)
        let diagnoses = Doctor(facts).examine()
        if output.json {
            output.print(.array(diagnoses.map(\.json)))
        } else {
            output.print(DiagnosisText(glyphs: .automatic).lines(of: diagnoses), wrappedAt: DiagnosisText.indent)
        }
        if diagnoses.contains(where: \.isTrouble) { throw ExitCode(CommandStatus.trouble.rawValue) }
    }
}
