import ArgumentParser
import Glibc
import Xen

/// Loads one server with many connections and nodes.
struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures a server under many connections and nodes.",
        discussion: """
            Writes a tree below /load, prints the requests per second and by how much the server's memory has grown \
            for each node, and removes the tree again.
            """
    )

    @Argument(help: "The server's socket.")
    var socket: String

    @Option(help: "How many connections there are.")
    var connections = 1000

    @Option(help: "How many nodes there are in the end.")
    var nodes = 100_000

    @Option(help: "How many requests of a kind are timed on all connections; a tenth of that on one.")
    var requests = 20_000

    @Option(help: "The server's process, for its memory.")
    var pid: Int32?

    func run() throws {
        do throws(Failure) {
            try load()
        } catch {
            print(error)
            throw ExitCode.failure
        }
    }

    private func load() throws(Failure) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

        let before = resident
        var clients: [Endpoint] = []
        for _ in 0..<max(1, connections) { clients.append(try Endpoint(socket)) }
        let one = Array(clients.prefix(1))
        let single = max(1, requests / 10)
        try time("write on one connection", single, one) { number in
            .write(StorePath("/load/first/\(number % 100)"), Array("0".utf8))
        }
        try time("read on one connection", single, one) { _ in .read("/load/first/0") }
        let empty = resident
        print("  \(clients.count) connections: \((empty - before) / clients.count) bytes each")
        let leaves = max(1, nodes * 9 / 37)
        try time("write of a device on all connections", leaves, clients) { number in
            .write(Self.path(number), Array("12345678".utf8))
        }
        let full = resident
        print("  \(nodes) nodes: \((full - empty) / max(1, nodes)) bytes each, \(full / 1024) KiB in all")
        try time("read on all connections", requests, clients) { .read(Self.path($0 % leaves)) }
        try time("watch on every connection", clients.count, clients) { number in
            .watch(StorePath("/load/0/\(number / 10 % 10)/\(number % 10)"), token: "\(number)")
        }
        try time("write that \(max(1, clients.count / 100)) watches see", requests, clients) { number in
            .write(Self.path(number % min(1000, leaves)), Array("87654321".utf8))
        }
        try time("removal of all", 1, one) { _ in .remove("/load") }
    }

    /// A device with three nodes below, as in the trees of domains; ten of them in each directory, and ten of those in
    /// the next one above. That makes 37 nodes for 9 devices.
    private static func path(_ number: Int) -> StorePath {
        let place = "\(number / 1000)/\(number / 100 % 10)/\(number / 10 % 10)/\(number % 10)"
        return StorePath("/load/\(place)/backend/state/value")
    }

    /// The server's resident memory in bytes, 0 where its process is not known.
    private var resident: Int {
        guard let pid else { return 0 }
        let file = open("/proc/\(pid)/statm", O_RDONLY)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(file, &buffer, buffer.count)
        let fields = buffer[..<max(0, count)].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }

    /// Times requests: one on every connection, then an answer from each, and so on.
    private func time(
        _ what: String,
        _ count: Int,
        _ clients: [Endpoint],
        _ request: (Int) -> WireRequest
    ) throws(Failure) {
        let clock = ContinuousClock()
        let start = clock.now
        var number = 0
        while number < count {
            let wave = clients.prefix(count - number)
            for (index, client) in wave.enumerated() {
                client.send([request(number + index).message(request: UInt32(number + index))])
            }
            for (index, client) in wave.enumerated() {
                let answer = client.answer(to: UInt32(number + index)).message
                guard let answer, answer.operation != .error else {
                    throw Failure("\(what): request \(number + index) of \(count) has failed or has no answer")
                }
            }
            number += wave.count
        }
        report(what, count, clock.now - start)
    }

    private func report(_ what: String, _ count: Int, _ taken: Duration) {
        let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
        print(
            "  \(what): \(Int(Double(count) / max(seconds, 1e-9))) requests a second, \(Int(seconds * 1000)) ms in all"
        )
    }
}
