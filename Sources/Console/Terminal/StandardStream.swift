import Glibc

/// Standard output or standard error, written to in one piece and without a buffer in between.
public enum StandardStream: Int32, Sendable {
    /// Where results go.
    case output = 1
    /// Where complaints go.
    case error = 2

    /// Writes all of a text, however slow the terminal is; what nobody reads any more is dropped.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(rawValue, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0, errno == EINTR || errno == EAGAIN {
                    var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&descriptor, 1, 1000)
                    continue
                }
                guard count > 0 else { return }
                written += count
            }
        }
    }
}
