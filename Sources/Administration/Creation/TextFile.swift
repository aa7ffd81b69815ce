import Glibc

/// A small text file.
public enum TextFile {
    /// The text of a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - largest: how many bytes it has at most; more than any configuration file has if nothing is said.
    /// - Throws: ``AdministrationError/unreadable(file:errno:)``.
    public static func read(_ path: String, largest: Int = 1 << 20) throws(AdministrationError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(file: path, errno: errno) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
            guard bytes.count <= largest else { throw .unreadable(file: path, errno: EFBIG) }
        }
    }
}
