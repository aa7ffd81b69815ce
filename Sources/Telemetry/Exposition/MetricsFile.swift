import Glibc

/// The page as a file for node_exporter's textfile collector: on a host without a network nothing has to listen.
public struct MetricsFile: Sendable {
    /// Where the collector looks; its name has to end with `.prom`.
    public let path: String

    /// Names the file; nothing is written yet.
    public init(path: String) {
        self.path = path
    }

    /// Replaces the file by a page, so that a reader sees either the old one or the new one.
    public func replace(by page: MetricsPage) throws(MetricsFileError) {
        // The collector reads `*.prom`, and must not see a page that is half written.
        let draft = path + ".\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw MetricsFileError(draft, errno) }
        // The collector runs as another user, whatever this process's mask is.
        var error = fchmod(descriptor, 0o644) == 0 ? 0 : errno
        var rest = page.bytes[...]
        while error == 0, !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { error = errno }
        }
        close(descriptor)
        if error == 0, rename(draft, path) != 0 { error = errno }
        guard error == 0 else {
            unlink(draft)
            throw MetricsFileError(path, error)
        }
    }

    /// Takes the file away: the metrics of an agent that does not run are nobody's.
    public func remove() {
        unlink(path)
    }
}

/// Why the page cannot be written.
public struct MetricsFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was to be written.
    public let path: String
    /// What the kernel said.
    public let number: Int32

    init(_ path: String, _ number: Int32) {
        self.path = path
        self.number = number
    }

    /// What is wrong, in one sentence.
    public var description: String { "cannot write \(path): \(String(cString: strerror(number)))" }
}
