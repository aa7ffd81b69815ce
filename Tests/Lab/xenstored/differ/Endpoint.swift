import Glibc
import Xen

/// One connection to one server: bytes out, messages in.
final class Endpoint {
    private let descriptor: Int32
    private var decoder = WireDecoder()
    private var buffer = [UInt8](repeating: 0, count: 8192)
    /// The time spent on waiting for answers.
    private(set) var waited = Duration.zero

    /// Opens a socket, or the kernel's device.
    init(_ path: String) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure("no \(path)") }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
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
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Sends one message whole: the kernel's device takes them one at a time.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            // A server that has hung up is noticed when its answer does not come.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The answer to a request and the events before it; no answer if the server hangs up or is silent for a minute.
    func answer(to request: UInt32) -> Answer {
        let clock = ContinuousClock()
        let start = clock.now
        defer { waited += clock.now - start }
        var events: [[UInt8]] = []
        while let message = receive() {
            if message.operation == .watchEvent {
                events.append(message.payload)
            } else if message.request == request {
                return Answer(message: message, events: events)
            }
        }
        return Answer(message: nil, events: events)
    }

    private func receive() -> WireMessage? {
        while true {
            if let message = try? decoder.next() { return message }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return nil }
            decoder.append(buffer[..<count])
        }
    }
}

/// What a server said to a request.
struct Answer: Equatable {
    var message: WireMessage?
    var events: [[UInt8]]
}

/// Why the comparison could not go on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
