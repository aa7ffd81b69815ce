import ArgumentParser
import Xen

/// Sends the same random requests to two servers.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends the same random requests to two xenstoreds and stops at the first difference.",
        discussion: """
            Both are asked one after the other, and every connection's events are compared after each request. The \
            requests follow from the seed. Only what is below the roots is touched.
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

    @Flag(help: "Do not create the roots first: they are there, and equal.")
    var rootsExist = false

    @Flag(help: "Do not look at the order of events: the kernel between the two ends changes it.")
    var anyOrder = false

    func run() throws {
        do throws(Failure) {
            try compare()
        } catch {
            print("different (seed \(seed)): \(error)")
            throw ExitCode.failure
        }
    }

    private func compare() throws(Failure) {
        var comparer = try Comparer(
            left: left,
            right: right,
            generator: Generator(seed: seed, roots: root, domains: domain),
            sessions: connections,
            ordersEvents: !anyOrder
        )
        for domain in introduce { comparer.tellRight(.introduce(DomainID(domain), frame: 1, port: 1)) }
        if !rootsExist {
            comparer.prepare(
                root.flatMap { root -> [WireRequest] in
                    let path = StorePath(root)
                    return [
                        .remove(path), .makeDirectory(path), .setPermissions(path, [StorePermission(.none, .zero)]),
                    ]
                }
            )
        }
        for number in 1...max(1, requests) { try comparer.step(number) }
        if !anyOrder { try comparer.compareHangUps() }
        report(comparer)
    }

    private func report(_ comparer: Comparer) {
        for (name, count) in comparer.answers.sorted(by: { $0.value > $1.value }) { print("  \(count) \(name)") }
        print("  \(comparer.events) events")
        let left = comparer.sessions.map(\.left.waited).reduce(.zero, +)
        let right = comparer.sessions.map(\.right.waited).reduce(.zero, +)
        print("  waited \(left) for the left one, \(right) for the right one")
        print("equal: \(requests) requests of seed \(seed) on \(connections) connections")
    }
}
