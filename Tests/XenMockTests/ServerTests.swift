import Glibc
import Testing
import Xen
import XenMock

@Suite("Mock server", .timeLimit(.minutes(1)))
struct ServerTests {
    let directory = TemporaryDirectory()

    private func server(
        guests: [DomainID: String] = [:],
        limits: ServerLimits = ServerLimits()
    ) throws -> MockXenstoreServer {
        try MockXenstoreServer(path: directory.file("xs"), guests: guests, limits: limits)
    }

    private func wait(for count: Int, _ store: WireClient) throws -> [WatchEvent] {
        var events: [WatchEvent] = []
        var descriptor = pollfd(fd: store.fileDescriptor, events: Int16(POLLIN), revents: 0)
        while events.count < count {
            events += try store.takeEvents(limit: .max)
            if events.count < count { #expect(poll(&descriptor, 1, 10_000) == 1) }
        }
        return events
    }

    @Test("Clients of a socket see one tree and each other's changes")
    func serves() throws {
        let server = try server()
        defer { server.stop() }
        let (one, other) = (
            try WireClient(path: directory.file("xs")), try WireClient(path: directory.file("xs"))
        )
        try one.watch("/a", token: "t")
        try other.write("/a/b", "1")
        #expect(try one.read("/a/b") == Array("1".utf8))
        #expect(try wait(for: 2, one).map(\.path) == ["/a", "/a/b"])
        let inside = server.xenstore.connect()
        #expect(try inside.read("/a/b") == Array("1".utf8))
        // A change from within the process wakes the server's thread.
        try inside.write("/a/c", "1")
        #expect(try wait(for: 1, one).map(\.path) == ["/a/c"])
    }

    @Test("Whoever connects to a guest's socket is that guest")
    func servesGuests() throws {
        let guest = DomainID(7)
        let server = try server(guests: [guest: directory.file("xs-7")])
        defer { server.stop() }
        try server.xenstore.create(MockDomain(guest, name: "guest", target: KiB(524_288)))
        let client = try WireClient(path: directory.file("xs-7"))
        #expect(try client.read("memory/target") == Array("524288".utf8))
        try client.write("data/report", "1")
        #expect(throws: StoreError(.denied, .write, path: "memory/target")) { try client.write("memory/target", "1") }
        #expect(throws: StoreError(.denied, .other)) { try client.request(.introduce(guest, frame: 1, port: 1)) }
        server.xenstore.destroy(guest)
        #expect(throws: StoreError(.disconnected, .read, path: "name")) { try client.read("name") }
    }

    @Test("A request in pieces of any size is one, and a header that announces too much ends the connection")
    func readsPieces() throws {
        let server = try server()
        defer { server.stop() }
        let bytes = WireRequest.write("/a", Array("value".utf8)).message(request: 7).encoded
        for size in [1, 3, 15, 16, 17] {
            let socket = try #require(RawSocket(directory.file("xs")))
            for start in stride(from: 0, to: bytes.count, by: size) {
                socket.send(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(socket.receive()?.payload == [0x4F, 0x4B, 0])
        }
        let socket = try #require(RawSocket(directory.file("xs")))
        var header: [UInt8] = []
        WireHeader(operation: .write, request: 1, transaction: .none, length: 4097).encode(into: &header)
        socket.send(header)
        #expect(socket.receive() == nil)
        #expect(try WireClient(path: directory.file("xs")).read("/a") == Array("value".utf8))
    }

    // A guest has 20 answers to take before its next request is read.
    @Test("Requests sent all at once are answered in order, a guest's too", arguments: ["xs", "xs-7"])
    func pipelines(name: String) throws {
        let server = try server(guests: [DomainID(7): directory.file("xs-7")])
        defer { server.stop() }
        let socket = try #require(RawSocket(directory.file(name)))
        let requests = (1...200).map { WireRequest.getDomainPath(DomainID($0)).message(request: UInt32($0)) }
        socket.send(requests.flatMap(\.encoded))
        for number in 1...200 {
            let answer = try #require(socket.receive())
            #expect(answer.request == UInt32(number))
            #expect(answer.payload == Array("/local/domain/\(number)\0".utf8))
        }
    }

    @Test("A client that never reads is cut off in the end, and harms nobody")
    func boundsSilentClients() throws {
        var limits = ServerLimits()
        limits.backlog = 1 << 12
        limits.hangUp = 1 << 16
        let server = try server(limits: limits)
        defer { server.stop() }
        let silent = try #require(RawSocket(directory.file("xs")))
        silent.send(WireRequest.watch("/", token: String(repeating: "t", count: 1000)).message().encoded)
        let busy = try WireClient(path: directory.file("xs"))
        for number in 0..<2000 { try busy.write(StorePath("/n/\(number)"), "1") }
        // It is dropped with what it had not taken; what the kernel holds is still there to read.
        while silent.receive() != nil {}
        #expect(try busy.read("/n/1999") == Array("1".utf8))
    }

    @Test("A client that asks and never reads has its requests left in the kernel")
    func stopsReading() throws {
        let server = try server()
        defer { server.stop() }
        let socket = try #require(RawSocket(directory.file("xs")))
        let request = WireRequest.getDomainPath(.zero).message().encoded
        var sent = 0
        while sent < 200_000, socket.offer(request) { sent += 1 }
        #expect(sent < 200_000)
        for _ in 0..<sent { #expect(socket.receive() != nil) }
    }

    @Test("A socket that is left over is replaced, one that is served is not, and a file is not touched")
    func guardsPaths() throws {
        let path = directory.file("xs")
        let first = try server()
        #expect(throws: ServerError.self) { try server() }
        first.stop()
        #expect(access(path, F_OK) != 0)
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(RawSocket.bind(listener, path))
        close(listener)
        #expect(access(path, F_OK) == 0)
        let second = try server()
        second.stop()
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: ServerError.self) { try server() }
        #expect(throws: ServerError.self) { try MockXenstoreServer(path: String(repeating: "x", count: 108)) }
    }

    @Test("Many clients come and go")
    func servesMany() throws {
        let server = try server()
        defer { server.stop() }
        for round in 0..<3 {
            let clients = try (0..<300).map { _ in try WireClient(path: directory.file("xs")) }
            for (number, client) in clients.enumerated() {
                try client.write(StorePath("/round/\(number)"), "\(round)")
            }
            #expect(try clients[0].directory("/round").count == 300)
        }
    }
}
