import Glibc

/// The kept conversations: what clients have sent, byte for byte, in a file each.
enum Corpus {
    struct Unreadable: Error {
        let path: String
    }

    static func load() throws -> [(name: String, bytes: [UInt8])] {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let path = "/" + here + "/Corpus"
        guard let directory = opendir(path) else { throw Unreadable(path: path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".bin") { names.append(name) }
        }
        return try names.sorted().map { ($0, try read(path + "/" + $0)) }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw Unreadable(path: path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}
