import ArgumentParser
import Xen

/// Sends the same random requests to two servers.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends the same random requests to two xenstoreds and stops at the first difference.",
        discussion: """
            A connection sends a few requests at a time, the connections take turns, and the events of all of them are \
            compared after each turn. The requests follow from the seed. Only what is below the roots is touched.
            """
    )

    @Argument(help: "The socket, or the device, of the one that is right.")
    var left: String

    @Argument(help: "The socket of the other one.")
    var right: String

    @Option(help: "What the requests follow from.")
    var seed: UInt64 = 1

    @Option(help: "How many requests are sent.")
    var requests = 100_000

    @Option(help: "How many connections send them.")
    var connections = 5

    @Option(help: "Where the requests' paths are; may be repeated.")
    var root: [String] = ["/differ", "differ"]

    @Option(help: "Domains that access lists name; may be repeated.")
    var domain: [UInt16] = [0, 901]

    @Option(help: "Domains that the left one speaks with, so that the right one is told of them; may be repeated.")
    var introduce: [UInt16] = []

    @Option(
        help: """
            The domain that this runs in, a guest: the left side is its kernel's /dev/xen/xenbus, which keeps the \
            watches itself.
            """
    )
    var inGuest: UInt16?

    @Option(help: "In a guest, the socket where the right side takes domain 0, which makes the guest's home there.")
    var rightZero: String?

    @Option(help: "In a guest, how many nodes it may own on the right side.")
    var rightNodes: Int?

    func run() throws {
        do throws(Failure) {
            try compare()
        } catch {
            print("different (seed \(seed)): \(error)")
            throw ExitCode.failure
        }
    }

    private func compare() throws(Failure) {
        if let inGuest, let rightZero { try makeHome(of: DomainID(inGuest), rightZero) }
        let roots = inGuest.map(Self.guestRoots) ?? root
        var comparer = try Comparer(
            left: left,
            right: right,
            generator: Generator(
                seed: seed,
                roots: roots,
                domains: inGuest.map { [0, $0, 901] } ?? domain,
                isInGuest: inGuest != nil
            ),
            home: .domain(inGuest.map(DomainID.init) ?? .zero),
            sessions: connections
        )
        for domain in introduce { comparer.tellRight(.introduce(DomainID(domain), frame: 1, port: 1)) }
        comparer.prepare(WireRequest.clearing(roots, owner: inGuest.map(DomainID.init) ?? .zero))
        let clock = ContinuousClock()
        let start = clock.now
        try comparer.run(requests)
        // The kernel refuses such a header itself.
        if inGuest == nil { try comparer.compareHangUps() }
        print(comparer.summary)
        let taken = (clock.now - start).formatted
        print("equal: \(requests) requests of seed \(seed) on \(connections) connections, in \(taken)")
    }

    /// What a guest may write, by its relative and its absolute path, and what it may not: xl lets it read its home and
    /// write in `data`.
    private static func guestRoots(_ guest: UInt16) -> [String] {
        ["data/differ", "/local/domain/\(guest)/data/differ", "/local/domain/\(guest)/other", "/nowhere"]
    }

    /// Makes on the right side what xl has made on the left one, as far as the roots are concerned.
    private func makeHome(of guest: DomainID, _ socket: String) throws(Failure) {
        let zero = try Endpoint(socket)
        let home = StorePath.domain(guest)
        for (number, request) in [
            .makeDirectory(home),
            .setPermissions(home, [StorePermission(.none, .zero), StorePermission(.read, guest)]),
            .makeDirectory(home.appending("data")),
            .setPermissions(home.appending("data"), [StorePermission(.none, guest)]),
            .control("quota", rightNodes.map { ["set", "nodes", String($0)] } ?? []),
        ].enumerated() as EnumeratedSequence<[WireRequest]> {
            zero.send([request.message(request: UInt32(number))])
            _ = zero.answer(to: UInt32(number))
        }
    }
}
