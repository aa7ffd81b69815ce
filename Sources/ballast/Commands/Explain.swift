import Administration
import ArgumentParser
import Console
import Glibc
import Xen

/// `ballast explain`: why a guest has this much memory.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell in three sentences why a domain has this much memory."
    )

    @OptionGroup var argument: DomainArgument
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        let status = try AgentStatus.read(from: store)
        let entry = try argument.find(in: store)
        guard let domain = status.domains.first(where: { $0.id == entry.id }) else {
            throw AdministrationError.notPublished(entry)
        }
        let sentences = ExplanationText(domain, now: Int64(time(nil))).sentences
        if output.json {
            output.print(["domain": domain.json, "sentences": .array(sentences.map { .string($0) })])
        } else {
            output.print(sentences.map { ScreenLine(Glyphs.automatic.shown($0)) }, wrappedAt: 0)
        }
    }
}
