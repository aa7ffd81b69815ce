import ArgumentParser
import Xen

/// Counts the ways in which two servers differ.
struct Survey: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends the same random requests to two xenstoreds and counts their differences by kind.",
        discussion: """
            After a difference both begin anew: new connections, an empty tree. A line says what the first one said, and \
            not the other one.
            """
    )

    @Argument(help: "The socket of the one that is looked at.")
    var left: String

    @Argument(help: "The socket of the one that it is compared with.")
    var right: String

    @Option(help: "What the requests follow from.")
    var seed: UInt64 = 1

    @Option(help: "How many requests are sent.")
    var requests = 1000

    @Option(help: "How many connections send them.")
    var connections = 3

    @Option(help: "How many seconds a server may be silent.")
    var patience = 5

    @Flag(help: "Show an example of each kind.")
    var examples = false

    func run() throws {
        let roots = ["/differ", "differ"]
        var generator = Generator(seed: seed, roots: roots, domains: [0, 901], isInGuest: false)
        var kinds: [String: (count: Int, example: String)] = [:]
        var sent = 0
        while sent < requests {
            var comparer = try Comparer(
                left: left,
                right: right,
                generator: generator,
                home: .domain(.zero),
                sessions: connections,
                patience: patience
            )
            comparer.prepare(WireRequest.clearing(roots, owner: .zero))
            do {
                try comparer.run(requests - sent)
            } catch {
                guard let kind = error.kind else { throw error }
                kinds[kind, default: (0, error.description)].count += 1
            }
            generator = comparer.generator
            sent += max(1, comparer.number)
        }
        for (kind, entry) in kinds.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            print("\(entry.count) times: \(kind)")
            if examples { print(entry.example) }
        }
        print("\(sent) requests of seed \(seed), \(kinds.values.reduce(0) { $0 + $1.count }) differences")
    }
}
