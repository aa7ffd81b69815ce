import Administration
import ArgumentParser
import Console
import Xen

/// `ballast status`: the host and its domains as they stand.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the host's memory and each domain's, once.",
        discussion: "Also shows reservations, and settings that were refused."
    )

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let store = try connection.open()
        try Self.show(store, output)
    }

    /// Prints the status of the agent behind a store.
    static func show(_ store: some Store, _ output: Output) throws(AdministrationError) {
        let status = try AgentStatus.read(from: store)
        let reservations: [ReservationStatus]
        let refusals: [RefusedSetting]
        do {
            reservations = try ReservationControl(store).all()
            refusals = try RefusedSetting.all(in: store)
        } catch {
            throw .store(error)
        }
        guard !output.json else {
            output.print(status.json(reservations: reservations, refusals: refusals))
            return
        }
        let text = StatusText(glyphs: .automatic)
        output.print(
            text.lines(of: status, reservations: reservations, refusals: refusals, width: TerminalSize.current?.width)
        )
    }
}
