import ArgumentParser
import Glibc
import Xen

/// Loads one server with many connections and nodes.
struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures a server under many connections and nodes.",
        discussion: """
            Writes the nodes below /load, prints the requests per second and by how much the server's memory has grown \
            for each node, and removes the nodes again.
            """
    )

    @Argument(help: "The server's socket.")
    var socket: String

    @Option(help: "How many connections there are.")
    var connections = 1000

    @Option(help: "How many nodes are written.")
    var nodes = 100_000

    @Option(help: "The server's process, for its memory.")
    var pid: Int32?

    func run() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

        let before = resident
        let clients = try (0..<max(1, connections)).map { _ in try Endpoint(socket) }
        let single = max(1, min(5000, nodes / 5))
        time("write on one connection", single) { number in
            clients[0].ask(.write(StorePath("/load/first/\(number % 100)"), Array("0".utf8)), UInt32(number))
        }
        time("read on one connection", single) { number in
            clients[0].ask(.read("/load/first/1"), UInt32(number))
        }
        let empty = resident
        print("  \(clients.count) connections: \((empty - before) / clients.count) bytes each")
        // A hundred nodes in each directory, as in a tree of domains and devices.
        together("write on all connections", nodes, clients) { number in
            .write(
                StorePath("/load/\(number / 10_000)/\(number / 100 % 100)/node-\(number % 100)"),
                Array("12345678".utf8)
            )
        }
        let full = resident
        print("  \(nodes) nodes: \((full - empty) / max(1, nodes)) bytes each, \(full / 1024) KiB in all")
        together("read on all connections", nodes, clients) { number in
            .read(StorePath("/load/\(number / 10_000)/\(number / 100 % 100)/node-\(number % 100)"))
        }
        for (number, client) in clients.enumerated() {
            client.ask(.watch(StorePath("/load/0/\(number % 100)"), token: "\(number)"), 1)
        }
        together("write with a watch on every connection", min(nodes, 20_000), clients) { number in
            .write(StorePath("/load/1/\(number / 100 % 100)/node-\(number % 100)"), Array("87654321".utf8))
        }
        time("remove all", 1) { _ in clients[0].ask(.remove("/load"), 7) }
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

    private func time(_ what: String, _ count: Int, _ body: (Int) -> Void) {
        let clock = ContinuousClock()
        let taken = clock.measure { for number in 1...count { body(number) } }
        report(what, count, taken)
    }

    /// A request on every connection, then an answer from each, and so on.
    private func together(_ what: String, _ count: Int, _ clients: [Endpoint], _ request: (Int) -> WireRequest) {
        let clock = ContinuousClock()
        let taken = clock.measure {
            var number = 0
            while number < count {
                let wave = clients.prefix(count - number)
                for (index, client) in wave.enumerated() {
                    client.send([request(number + index).message(request: UInt32(number + index))])
                }
                for (index, client) in wave.enumerated() { _ = client.answer(to: UInt32(number + index)) }
                number += wave.count
            }
        }
        report(what, count, taken)
    }

    private func report(_ what: String, _ count: Int, _ taken: Duration) {
        let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
        print(
            "  \(what): \(Int(Double(count) / max(seconds, 1e-9))) requests a second, \(Int(seconds * 1000)) ms in all"
        )
    }
}

extension Endpoint {
    /// Sends a request and waits for its answer.
    fileprivate func ask(_ request: WireRequest, _ number: UInt32) {
        send([request.message(request: number)])
        _ = answer(to: number)
    }
}
