import Glibc

/// A small text file.
public enum TextFile {
    /// More than any configuration file has.
    private static let largest = 1 << 20

    /// The text of a file.
    ///
    /// - Throws: ``AdministrationError/unreadable(file:errno:)``.
    public static func read(_ path: String) throws(AdministrationError) -> String {
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
