package import ControlDomain
import Glibc

/// A folder that stands for dom0's /proc and /sys.
package final class KernelFolder {
    package let path: String

    package init() throws {
        var template = Array("/tmp/ballast-kernel-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.system("mkdtemp", errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        Self.removeAll(path)
    }

    package enum Failure: Error {
        case system(String, Int32)
    }

    package var files: KernelFiles { KernelFiles(root: path) }

    /// Makes a file with all folders above it, or replaces what it holds.
    package func write(_ file: String, _ text: String) throws {
        var folder = path
        for part in file.split(separator: "/").dropLast() {
            folder += "/" + part
            guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw Failure.system("mkdir", errno) }
        }
        let descriptor = open(path + file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure.system("open", errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure.system("write", errno) }
    }

    /// Removes a file or a folder with all in it.
    package func remove(_ file: String) {
        Self.removeAll(path + file)
    }

    package func read(_ file: String) -> String? {
        files.read(file).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func removeAll(_ path: String) {
        if let folder = opendir(path) {
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { removeAll(path + "/" + name) }
            }
        }
        Glibc.remove(path)
    }
}
