import Glibc
import Synchronization
import Testing
import Xen

@Suite("Requests that travel together", .timeLimit(.minutes(1)))
struct WireBatchTests {
    private static let requests: [NodeRequest] = [.read("/a"), .write("/b", "1"), .remove("/c")]

    /// Answers nothing until it has seen `count` requests, then answers them all, each as `answer` says.
    private static func server(
        holding count: Int,
        answer: @escaping @Sendable (WireMessage) -> [UInt8] = { $0.answered("OK|") }
    ) -> WireServerEnd {
        let held = Mutex<[WireMessage]>([])
        return WireServerEnd { request in
            held.withLock { held in
                held.append(request)
                guard held.count == count else { return [] }
                defer { held = [] }
                return held.flatMap(answer)
            }
        }
    }

    @Test("The next request is sent before the answer to the one before has come")
    func sendsAhead() throws {
        let server = Self.server(holding: 3)
        let client = WireClient(socket: server.clientSocket)
        let answers = try client.perform(Self.requests, in: StoreTransaction(rawValue: 7))
        #expect(answers.map { (try? $0.get())?.count } == [3, 3, 3])
        #expect(server.requests.map(\.operation) == [.read, .write, .remove])
        #expect(server.requests.map(\.transaction.rawValue) == [7, 7, 7])
    }

    @Test("One that fails says so for itself alone")
    func failsAlone() throws {
        let server = Self.server(holding: 3) { request in
            request.operation == .write ? request.answered("EACCES|", as: .error) : request.answered("x")
        }
        let client = WireClient(socket: server.clientSocket)
        let answers = try client.perform(Self.requests, in: .none)
        #expect(answers == [.success([120]), .failure(StoreError(.denied, .write, path: "/b")), .success([120])])
        #expect(throws: StoreError(.denied, .write, path: "/b")) { try client.change(Self.requests, in: .none) }
    }

    @Test("Removing what is not there is no failure of a change, and a missing node is none of a reading")
    func missing() throws {
        let server = WireServerEnd { request in
            request.operation == .write ? request.answered("OK|") : request.answered("ENOENT|", as: .error)
        }
        let client = WireClient(socket: server.clientSocket)
        try client.change([.remove("/c"), .write("/b", "1")], in: .none)
        #expect(try client.values(of: ["/a", "/b"]).isEmpty)
    }

    @Test("Answers in another order than the requests end the conversation")
    func disorder() throws {
        let first = Mutex<WireMessage?>(nil)
        let server = WireServerEnd { request in
            first.withLock { first in
                defer { first = first ?? request }
                return first.map { request.answered("2") + $0.answered("1") } ?? []
            }
        }
        let client = WireClient(socket: server.clientSocket)
        #expect(throws: StoreError(.malformed, .read, path: "/a")) {
            try client.perform([.read("/a"), .read("/b")], in: .none)
        }
        #expect(throws: StoreError(.disconnected, .read, path: "/a")) { try client.read("/a") }
    }

    @Test("More bytes than the server takes at once neither stop it nor the client")
    func large() throws {
        // Each answer is as long as its request, and neither end's socket holds all of them.
        let value = String(repeating: "v", count: 3000)
        let server = WireServerEnd { $0.answered(value) }
        let client = WireClient(socket: server.clientSocket)
        let answers = try client.perform((0..<2000).map { .write(StorePath("/n/\($0)"), value) }, in: .none)
        #expect(answers.count == 2000)
        #expect(server.requests.count == 2000)
    }

    @Test("The device gets one message a write, and all of them before it has answered the first")
    func device() throws {
        // Packets keep their bounds, as writes to the device do, and what a packet holds behind a message is lost.
        var ends: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
        let (clientEnd, serverEnd) = (ends[0], ends[1])
        defer { close(serverEnd) }
        let client = WireClient(device: clientEnd, timeout: .seconds(10))
        let server = BackgroundThread.start {
            let messages = (0..<3).map { _ in receive(serverEnd) }
            for message in messages {
                guard let message else { return }
                let answer = message.answered("OK|")
                _ = send(serverEnd, answer, answer.count, Int32(MSG_NOSIGNAL))
            }
        }
        #expect(server == 0)
        let answers = try client.perform(Self.requests, in: .none)
        #expect(answers.map { (try? $0.get())?.count } == [3, 3, 3])
    }

    @Test("A request that is none keeps all from being sent")
    func malformed() throws {
        let server = WireServerEnd { $0.answered("OK|") }
        let client = WireClient(socket: server.clientSocket)
        #expect(throws: StoreError(.invalid, .write, path: "/b\0c")) {
            try client.perform([.read("/a"), .write("/b\0c", "1")], in: .none)
        }
        #expect(server.requests.isEmpty)
    }
}

/// The first message of the next packet.
private func receive(_ socket: Int32) -> WireMessage? {
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    var decoder = WireDecoder()
    decoder.append(buffer[..<count])
    return try? decoder.next()
}
