import Glibc
import Xen

/// One connection to one server: bytes out, messages in.
final class Endpoint {
    /// Whether this is the kernel's `/dev/xen/xenbus`: it takes one message a write, answers some requests itself and
    /// hands out events on their own way, so that they are not in line with the answers.
    let isDevice: Bool
    private let descriptor: Int32
    private var decoder = WireDecoder()
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// Answers that came before those that were asked for first.
    private var early: [UInt32: WireMessage] = [:]
    /// Events that nobody has asked for yet.
    private var events: [[UInt8]] = []

    /// How many seconds the server may be silent.
    private let patience: Int
    /// Whether the server has hung up or been silent too long: nothing more is waited for then.
    private var isLost = false

    /// Opens a socket, or the kernel's device.
    init(_ path: String, patience: Int = 60) throws(Failure) {
        self.patience = patience
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure("no \(path)") }
        isDevice = status.st_mode & S_IFMT != S_IFSOCK
        guard !isDevice else {
            descriptor = open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { throw Failure("cannot open \(path): errno \(errno)") }
            return
        }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failure("cannot connect to \(path): errno \(errno)") }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Sends messages, all at once where the other side takes that.
    func send(_ messages: [WireMessage]) {
        guard isDevice else { return send(messages.reduce(into: []) { $1.encode(into: &$0) }) }
        for message in messages {
            let bytes = message.encoded
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count < 0 else { continue }
            // The kernel sets watches itself, and what the server says to that becomes the write's errno.
            let payload = Self.names[errno]?.payload ?? Array("errno \(errno)".utf8)
            early[message.request] = WireMessage(.error, request: message.request, payload: payload)
        }
    }

    /// Sends bytes whatever they are.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // A server that has hung up is noticed when its answer does not come.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The answer to a request and the events before it; no answer if the server hangs up or is silent too long.
    ///
    /// - Parameter keepingEvents: whether the events stay for ``events(before:)``.
    func answer(to request: UInt32, keepingEvents: Bool = false) -> Answer {
        while early[request] == nil, let message = receive() { sort(message) }
        defer { if !keepingEvents { events = [] } }
        return Answer(message: early.removeValue(forKey: request), events: keepingEvents ? [] : events)
    }

    /// The events before the one with this token, which is nobody else's.
    func events(before token: String) -> [[UInt8]] {
        let end = [0] + Array(token.utf8) + [0]
        while events.last?.suffix(end.count).elementsEqual(end) != true, let message = receive() { sort(message) }
        defer { events = [] }
        return events.dropLast()
    }

    private func sort(_ message: WireMessage) {
        if message.operation == .watchEvent {
            events.append(message.payload)
        } else {
            early[message.request] = message
        }
    }

    private func receive() -> WireMessage? {
        while !isLost {
            if let message = try? decoder.next() { return message }
            if isDevice {
                var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                isLost = poll(&ready, 1, Int32(patience) * 1000) <= 0
            }
            let count = isLost ? 0 : read(descriptor, &buffer, buffer.count)
            isLost = count <= 0
            decoder.append(buffer[..<max(0, count)])
        }
        return nil
    }

    private static let names: [Int32: WireErrno] = [
        EINVAL: .EINVAL, EACCES: .EACCES, EEXIST: .EEXIST, ENOENT: .ENOENT, ENOSPC: .ENOSPC, E2BIG: .E2BIG,
        EBUSY: .EBUSY, ENOSYS: .ENOSYS, EPERM: .EPERM, EAGAIN: .EAGAIN,
    ]
}

/// What a server said to a request.
struct Answer: Equatable {
    var message: WireMessage?
    var events: [[UInt8]]
}
