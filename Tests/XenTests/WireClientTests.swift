import Glibc
import Testing
import Xen

@Suite("Wire client", .timeLimit(.minutes(1)))
struct WireClientTests {
    private static func event(_ path: String, _ token: String) -> [UInt8] {
        WireMessage(.watchEvent, payload: Array("\(path)\0\(token)\0".utf8)).encoded
    }

    @Test("Every call makes its request and reads its answer")
    func speaks() throws {
        let server = WireServerEnd { request in
            switch request.operation {
            case .read: request.answered("524288")
            case .directory: request.answered("memory|device|")
            case .getPermissions: request.answered("n0|r7|")
            case .transactionStart: request.answered("41|")
            default: request.answered("OK|")
            }
        }
        let client = WireClient(socket: server.clientSocket)
        let transaction = try client.begin()
        #expect(transaction == StoreTransaction(rawValue: 41))
        #expect(try client.read("/a", in: transaction) == Array("524288".utf8))
        #expect(try client.directory("/a") == ["memory", "device"])
        #expect(
            try client.permissions("/a", in: .none)
                == [StorePermission(.none, .zero), StorePermission(.read, DomainID(7))]
        )
        try client.write("/a", "1", in: transaction)
        try client.remove("/a")
        try client.setPermissions("/a", [StorePermission(.read, .zero)], in: .none)
        try client.watch("/a", token: "t")
        try client.unwatch("/a", token: "t")
        try client.end(transaction, commit: true)
        #expect(
            server.requests.map(\.operation.description).joined(separator: " ") == """
                TRANSACTION_START READ DIRECTORY GET_PERMS WRITE RM SET_PERMS WATCH UNWATCH TRANSACTION_END
                """
        )
        #expect(server.requests.map(\.transaction.rawValue) == [0, 41, 0, 0, 41, 0, 0, 0, 0, 41])
        #expect(Set(server.requests.map(\.request)).count == 10)
    }

    @Test(
        "An error keeps what was asked and of which node",
        arguments: [
            ("ENOENT|", .noEntry), ("EACCES|", .denied), ("EAGAIN|", .conflict), ("ENOSPC", .quota),
            ("ENEVERHEARD|", .invalid), ("", .invalid),
        ] as [(String, StoreError.Code)]
    )
    func reportsErrors(name: String, code: StoreError.Code) {
        let server = WireServerEnd { $0.answered(name, as: .error) }
        let client = WireClient(socket: server.clientSocket)
        #expect(throws: StoreError(code, .read, path: "/a")) { try client.read("/a") }
    }

    @Test("An answer that comes byte by byte, amid events, is read as one")
    func readsInPieces() throws {
        let server = WireServerEnd { request in
            Self.event("/x", "1") + request.answered("value") + Self.event("/y", "2")
        }
        let client = WireClient(socket: server.clientSocket)
        #expect(try client.read("/a") == Array("value".utf8))
        var events: [WatchEvent] = []
        while events.count < 2 { events += try client.takeEvents(limit: 1) }
        #expect(events == [WatchEvent(path: "/x", token: "1"), WatchEvent(path: "/y", token: "2")])
        #expect(try client.takeEvents(limit: 8).isEmpty)
    }

    @Test("A list of children longer than a message is fetched in parts, anew if the node changes meanwhile")
    func readsDirectoryInParts() throws {
        let server = WireServerEnd { request in
            guard request.operation == .directoryPart else { return request.answered("E2BIG|", as: .error) }
            let parts = request.parts.map { String(decoding: $0, as: UTF8.self) }
            switch (request.request, parts[1]) {
            case (2, "0"): return request.answered("7|one|two|")
            case (_, "8"): return request.answered("8|three||")
            default: return request.answered("8|uno|dos|")
            }
        }
        let client = WireClient(socket: server.clientSocket)
        #expect(try client.directory("/a") == ["uno", "dos", "three"])
    }

    @Test("An empty list in parts has no names")
    func readsEmptyDirectoryInParts() throws {
        let server = WireServerEnd { request in
            request.operation == .directory ? request.answered("E2BIG|", as: .error) : request.answered("7||")
        }
        #expect(try WireClient(socket: server.clientSocket).directory("/a") == [])
    }

    @Test("Full of events, the client drops only what is there already, and gives up rather than lose one")
    func boundsEvents() throws {
        let server = WireServerEnd { request in
            let events = ["a", "b", "b", "a"] + (request.operation == .write ? ["c"] : [])
            return events.flatMap { Self.event("/\($0)", "t") } + request.answered("OK|")
        }
        let client = WireClient(socket: server.clientSocket, eventLimit: 2)
        _ = try client.read("/x")
        #expect(throws: StoreError(.disconnected, .write, path: "/x")) { try client.write("/x", "1") }
        #expect(try client.takeEvents(limit: 9).map(\.path) == ["/a", "/b"])
        #expect(throws: StoreError(.disconnected, .events)) { try client.takeEvents(limit: 9) }
    }

    @Test("A request that the server would answer with a hang-up is refused before it is sent")
    func refusesOversizedRequest() throws {
        let server = WireServerEnd { $0.answered("OK|") }
        let client = WireClient(socket: server.clientSocket)
        #expect(throws: StoreError(.invalid, .write, path: "/a")) {
            try client.write("/a", Array(repeating: 0, count: 4094), in: .none)
        }
        #expect(throws: StoreError(.invalid, .read, path: "/a\0/b")) { try client.read("/a\0/b") }
        #expect(throws: StoreError(.invalid, .watch, path: "/a")) { try client.watch("/a", token: "a\0b") }
        try client.write("/a", Array(repeating: 0, count: 4093), in: .none)
        #expect(server.requests.count == 1)
    }

    @Test("A server that hangs up, or talks nonsense, ends the connection for good and raises no signal")
    func survivesHangUp() throws {
        let rude = WireServerEnd { _ in nil }
        let client = WireClient(socket: rude.clientSocket)
        #expect(throws: StoreError(.disconnected, .read, path: "/a")) { try client.read("/a") }
        #expect(throws: StoreError(.disconnected, .read, path: "/a")) { try client.read("/a") }

        let mad = WireServerEnd { _ in Array(repeating: 0xEE, count: 64) }
        #expect(throws: StoreError(.malformed, .read, path: "/a")) {
            try WireClient(socket: mad.clientSocket).read("/a")
        }
        let confused = WireServerEnd { request in
            var other = request
            other.request += 1
            return other.answered("OK|")
        }
        #expect(throws: StoreError(.malformed, .read, path: "/a")) {
            try WireClient(socket: confused.clientSocket).read("/a")
        }
        let mistaken = WireServerEnd { $0.answered("OK|", as: .write) }
        #expect(throws: StoreError(.malformed, .read, path: "/a")) {
            try WireClient(socket: mistaken.clientSocket).read("/a")
        }
    }

    @Test("A server that never answers is given up after the timeout")
    func timesOut() throws {
        let server = WireServerEnd { _ in [] }
        let client = WireClient(socket: server.clientSocket, timeout: .milliseconds(20))
        #expect(throws: StoreError(.disconnected, .read, path: "/a")) { try client.read("/a") }
        #expect(throws: StoreError(.disconnected, .begin)) { try client.begin() }
        #expect(server.requests.count == 1)
    }

    @Test("Requests of many threads keep their answers apart")
    func keepsAnswersApart() async throws {
        let server = WireServerEnd { request in request.answered(String(decoding: request.parts[0], as: UTF8.self)) }
        let client = WireClient(socket: server.clientSocket)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<200 {
                        let path = "/\(task)/\(number)"
                        let value = try client.read(StorePath(path))
                        #expect(value == Array(path.utf8))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 800)
    }

    @Test("The descriptor is readable as long as events wait in it")
    func pollsWithoutThread() throws {
        let server = WireServerEnd { $0.answered("OK|") }
        let client = WireClient(socket: server.clientSocket)
        var descriptor = pollfd(fd: client.fileDescriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&descriptor, 1, 0) == 0)
        server.push(Self.event("/a", "t"))
        #expect(poll(&descriptor, 1, 10_000) == 1)
        #expect(try client.takeEvents(limit: 4) == [WatchEvent(path: "/a", token: "t")])
        #expect(poll(&descriptor, 1, 0) == 0)
    }

    @Test("Wake-ups tell of every batch of events and end with the connection")
    func wakesUp() async throws {
        let server = WireServerEnd { $0.operation == .remove ? nil : Self.event("/r", "r") + $0.answered("OK|") }
        let client = WireClient(socket: server.clientSocket)
        var events: [WatchEvent] = []
        var sent = 0
        var wakeups = client.wakeups.makeAsyncIterator()
        while sent < 50 {
            server.push(Self.event("/\(sent)", "t"))
            sent += 1
            while events.count < sent {
                guard await wakeups.next() != nil else { break }
                events += try client.takeEvents(limit: 16)
            }
        }
        #expect(events.map(\.path.text) == (0..<50).map { "/\($0)" })
        // A batch that is taken in parts is told of again.
        server.push(["/1", "/2", "/3"].flatMap { Self.event($0, "t") })
        for _ in 0..<3 {
            var part: [WatchEvent] = []
            while part.isEmpty {
                #expect(await wakeups.next() != nil)
                part = try client.takeEvents(limit: 1)
            }
        }
        // Events that come with an answer wake as well.
        try client.write("/a", "1")
        events = []
        while events.isEmpty {
            #expect(await wakeups.next() != nil)
            events = try client.takeEvents(limit: 16)
        }
        #expect(events == [WatchEvent(path: "/r", token: "r")])
        #expect(throws: StoreError.self) { try client.remove("/a") }
        while await wakeups.next() != nil {}
        #expect(throws: StoreError(.disconnected, .events)) { try client.takeEvents(limit: 16) }
    }

    @Test("Nobody at the path is told from somebody who may not and from a path that is too long")
    func failsToConnect() {
        let missing = StorePath("/nonexistent/xenstored/socket")
        #expect(throws: StoreError(.disconnected, .connect, path: missing)) { try WireClient(path: missing.text) }
    }
}
