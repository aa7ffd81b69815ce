import Glibc

/// A directory of its own for a test's sockets, gone with the object. Its path is short: a socket's has 107 bytes.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/xenmock-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
        }
    }

    deinit {
        guard let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(path + "/" + name) }
        }
        closedir(directory)
        rmdir(path)
    }

    func file(_ name: String) -> String {
        path + "/" + name
    }
}
