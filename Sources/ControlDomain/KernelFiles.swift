import Glibc

/// The files through which dom0's kernel tells and takes figures: /proc, /sys, and nothing else.
///
/// They lie below a root, which is empty for the machine itself and a folder of its own in a test.
public struct KernelFiles: Sendable, Hashable {
    private let root: String

    /// Names the machine's own files, or those of a folder that stands for it.
    public init(root: String = "") {
        self.root = root
    }

    /// A file that could not be written.
    public struct WriteError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The file.
        public var path: String
        /// What was to be written.
        public var text: String
        /// The errno it left.
        public var errno: Int32

        /// The file, the value and the system's own words.
        public var description: String {
            "\(path): cannot write \(text): \(String(cString: strerror(errno)))"
        }
    }

    /// The start of a file, at most 64 KiB of it; nil where there is none or the kernel does not answer, as for the file
    /// of a device that has just gone.
    public func read(_ path: String) -> [UInt8]? {
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 4096)
        while bytes.count < Self.largest {
            let count = Glibc.read(descriptor, &portion, portion.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += portion[..<count]
        }
        return bytes
    }

    /// The number that a file holds, and nothing else.
    public func number(_ path: String) -> Int? {
        guard let bytes = read(path) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace })
    }

    /// Writes a file that is there in one piece, as the kernel wants its parameters.
    ///
    /// - Throws: ``WriteError`` with what the kernel said.
    public func write(_ text: String, to path: String) throws(WriteError) {
        let descriptor = open(root + path, O_WRONLY | O_CLOEXEC | O_TRUNC)
        guard descriptor >= 0 else { throw WriteError(path: path, text: text, errno: errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw WriteError(path: path, text: text, errno: errno)
        }
    }

    /// Where a file is, for those who keep it open.
    func location(of path: String) -> String {
        root + path
    }

    private static let largest = 64 << 10
}
