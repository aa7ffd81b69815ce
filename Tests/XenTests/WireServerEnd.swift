import Glibc
import Synchronization
import Xen

/// The server's end of a socketpair(2), driven by a closure: it answers each request with the bytes that the closure
/// gives, and hangs up where it gives nil.
final class WireServerEnd: Sendable {
    /// The client's end, owned by whoever makes a client of it.
    let clientSocket: Int32
    private let socket: Int32
    private let seen = Mutex<[WireMessage]>([])

    init(answer: @escaping @Sendable (WireMessage) -> [UInt8]?) {
        var ends: [Int32] = [-1, -1]
        _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        (clientSocket, socket) = (ends[0], ends[1])
        let started = BackgroundThread.start { [self] in
            serve(answer)
            shutdown(socket, Int32(SHUT_RDWR))
        }
        if started != 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    deinit {
        close(socket)
    }

    var requests: [WireMessage] {
        seen.withLock { $0 }
    }

    /// Sends bytes that nobody asked for.
    func push(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func serve(_ answer: @Sendable (WireMessage) -> [UInt8]?) {
        var decoder = WireDecoder()
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            while let message = try? decoder.next() {
                seen.withLock { $0.append(message) }
                guard let bytes = answer(message) else { return }
                push(bytes)
            }
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { return }
            decoder.append(buffer[..<count])
        }
    }
}

extension WireMessage {
    /// The answer to this request with a text as its payload, `|` for NUL.
    func answered(_ text: String, as operation: WireOperation? = nil) -> [UInt8] {
        let payload = text.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
        return WireMessage(operation ?? self.operation, request: request, transaction: transaction, payload: payload)
            .encoded
    }
}
