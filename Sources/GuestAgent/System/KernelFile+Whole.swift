import Glibc

extension KernelFile {
    /// The whole of a file of any size, for the few that are not read often; at most `limit` bytes.
    func whole(limit: Int = 4 << 20) -> [UInt8] {
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 16384)
        while bytes.count < limit {
            let count = read(into: &portion, at: bytes.count)
            guard count > 0 else { break }
            bytes += portion[..<count]
        }
        return bytes
    }
}
