import Glibc
import Xen

/// A client without manners: it sends any bytes and reads when it likes.
final class RawSocket {
    private let socket: Int32
    private var decoder = WireDecoder()

    init?(_ path: String) {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.with(path, { connect(socket, $0, $1) }) == 0 else { return nil }
    }

    deinit {
        close(socket)
    }

    /// Sends all of it, waiting as long as it takes.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends all of it unless there is no room for half a second.
    func offer(_ bytes: [UInt8]) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&descriptor, 1, 500) == 1 else { return false }
        send(bytes)
        return true
    }

    /// The next message, nil once the server has hung up.
    func receive() -> WireMessage? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let message = try? decoder.next() { return message }
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { return nil }
            decoder.append(buffer[..<count])
        }
    }

    /// Sends nothing more and takes all that still comes.
    func finish() {
        shutdown(socket, Int32(SHUT_WR))
        while receive() != nil {}
    }

    static func bind(_ socket: Int32, _ path: String) -> Bool {
        with(path) { Glibc.bind(socket, $0, $1) } == 0
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
