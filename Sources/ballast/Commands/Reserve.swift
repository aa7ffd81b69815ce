import Administration
import ArgumentParser
import Xen

/// `ballast reserve`: memory that is kept free.
struct Reserve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Free memory and keep it free, while a command runs or for some time.",
        discussion: """
            The other domains are squeezed to make room, none below its floor. With a command, the memory is kept while it \
            runs, what a new domain of the name or uuid given with --for takes is taken from it, and what is left is given \
            back; the exit status is the command's then. Without one, the reservation stays until it lapses or is released.
            """
    )

    @Argument(help: "How much, such as 512M or 2GiB.", transform: MemorySize.init)
    var size: MemorySize?

    @Option(
        name: .customLong("range"),
        parsing: .unconditional,
        help: ArgumentHelp("Take up to so much if it can be had.", valueName: "max"),
        transform: MemorySize.init
    )
    var largest: MemorySize?

    @Option(name: .customLong("for"), help: ArgumentHelp("The domain that it is for.", valueName: "name or uuid"))
    var beneficiary: String?

    @OptionGroup var lifetime: Lifetime

    @Option(name: .customLong("release"), help: ArgumentHelp("Give a reservation back instead.", valueName: "id"))
    var released: String?

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    @Argument(parsing: .postTerminator, help: "The command, behind --.")
    var command: [String] = []

    func validate() throws {
        if size == nil {
            try SingleValue.refuseNegative(in: CommandLine.arguments) { text throws(TextRefusal) in
                _ = try MemorySize(parsing: text)
            }
        }
        guard (size == nil) != (released == nil) else {
            throw ValidationError("reserve takes either a size or --release")
        }
        guard let size else { return }
        guard size.kib > .zero else { throw ValidationError("\"\(size)\" is nothing to reserve") }
        if let largest, largest.kib < size.kib {
            throw ValidationError("--range \(largest) is less than the size, \(size)")
        }
        guard lifetime.timeout.milliseconds > 0 else { throw ValidationError("--timeout takes more than no time") }
    }

    func run() async throws {
        let store = try connection.open()
        guard let size else {
            try release(released ?? "", in: store)
            return
        }
        let request = lifetime.request(
            minimum: size.kib,
            maximum: largest?.kib ?? size.kib,
            beneficiary: beneficiary
        )
        try await lifetime.reserve(request, on: store, command: command, output)
    }

    private func release(_ id: String, in store: any Store) throws(AdministrationError) {
        guard !id.isEmpty, !id.contains("/") else { throw .unknownReservation(id) }
        let wasThere: Bool
        do {
            wasThere = try ReservationControl(store).release(id)
        } catch {
            throw .store(error)
        }
        guard wasThere else { throw .unknownReservation(id) }
        if output.json { output.print(["released": .string(id)]) }
    }
}
