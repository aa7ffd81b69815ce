import Administration
import ArgumentParser
import Xen

/// `ballast release`: lets a domain go.
struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Balance a domain again that was pinned, or whose size was set with xl mem-set."
    )

    @OptionGroup var argument: DomainArgument
    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        try AgentProcess.require(in: store)
        let domain = try argument.find(in: store)
        let wasPinned: Bool
        do {
            wasPinned = try HoldControl(store).release(domain)
        } catch {
            throw AdministrationError.store(error)
        }
        if output.json { output.print(["released": .string(domain.key), "was_pinned": .bool(wasPinned)]) }
    }
}
