import Glibc

/// One client that asks for the page: reads its request, then writes the answer, never waiting for it.
struct ScrapeConnection: ~Copyable {
    let descriptor: Int32
    /// When the client is given up on.
    let deadline: ContinuousClock.Instant

    private var request = ScrapeRequest()
    private var answer: [UInt8] = []
    private var written = 0

    /// How long a client may take over its request and over reading the answer.
    static let patience = Duration.seconds(5)

    init(descriptor: Int32, now: ContinuousClock.Instant) {
        self.descriptor = descriptor
        deadline = now + Self.patience
    }

    deinit {
        close(descriptor)
    }

    /// What is waited for, in poll(2)'s words.
    var events: Int16 { Int16(answer.isEmpty ? POLLIN : POLLOUT) }

    /// Goes on as far as it can. Returns whether there is more to do.
    mutating func advance(_ page: () -> MetricsPage) -> Bool {
        answer.isEmpty ? read(page) : write()
    }

    private mutating func read(_ page: () -> MetricsPage) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        request.append(buffer.prefix(count))
        switch request.verdict {
        case .incomplete: return true
        case .page(let isHeadOnly):
            let body = page().bytes
            answer = Self.head("200 OK", MetricsPage.contentType, body.count)
            if !isHeadOnly { answer += body }
        case .refusal(let number, let words):
            let body = Array("\(words): this is ballast, its metrics are at /metrics\n".utf8)
            answer = Self.head("\(number) \(words)", "text/plain; charset=utf-8", body.count) + body
        }
        return write()
    }

    private mutating func write() -> Bool {
        while written < answer.count {
            let count = answer[written...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            written += count
        }
        // What the client still sends is not read; without this it might never see the answer.
        shutdown(descriptor, Int32(SHUT_WR))
        return false
    }

    private static func head(_ status: String, _ type: String, _ length: Int) -> [UInt8] {
        Array(
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(length)\r\nConnection: close\r\n\r\n".utf8
        )
    }
}
