import Glibc

/// One message to a unix datagram socket, without waiting and without keeping anything open.
enum UnixDatagram {
    /// What a socket's name has room for in its address.
    static let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// Sends a message.
    ///
    /// - Parameter name: a path, or a name of the abstract namespace, which begins with a NUL; shorter than ``room``.
    /// - Returns: whether it was taken.
    static func send(_ message: [UInt8], to name: [UInt8]) -> Bool {
        guard let first = name.first, name.count < room else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        // A path ends with the NUL behind it; an abstract name ends where the address does.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count + (first == 0 ? 0 : 1))
        let sent = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
            }
        }
        return sent == message.count
    }
}
