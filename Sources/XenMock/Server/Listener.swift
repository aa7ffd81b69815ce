import Glibc
import Xen

/// A listening socket, and who it is that connects to it.
struct Listener: Sendable {
    let descriptor: Int32
    let path: String
    let domain: DomainID

    init(_ path: String, _ domain: DomainID) throws(ServerError) {
        self.path = path
        self.domain = domain
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { throw ServerError(.pathTooLong, path: path) }
        try Self.clear(path, address)
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw ServerError(.system, path: path, errno: errno) }
        let isBound = withSocketAddress(address) { bind(descriptor, $0, $1) } == 0
        guard isBound, listen(descriptor, 1024) == 0 else {
            let error = errno
            Glibc.close(descriptor)
            throw ServerError(.system, path: path, errno: error)
        }
    }

    /// A connection that has come, nil if none waits or there is no descriptor for it now.
    func accept() -> Int32? {
        while true {
            let socket = Glibc.accept(descriptor, nil, nil)
            if socket >= 0 {
                _ = fcntl(socket, F_SETFL, O_NONBLOCK)
                _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                return socket
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    func close() {
        Glibc.close(descriptor)
        unlink(path)
    }

    /// Takes a socket away that a server left which is gone; one that still answers is left alone.
    private static func clear(_ path: String, _ address: sockaddr_un) throws(ServerError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw ServerError(.occupied, path: path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw ServerError(.system, path: path, errno: errno) }
        defer { Glibc.close(probe) }
        let isAlive = withSocketAddress(address) { connect(probe, $0, $1) } == 0
        guard !isAlive else { throw ServerError(.inUse, path: path) }
        guard unlink(path) == 0 || errno == ENOENT else { throw ServerError(.system, path: path, errno: errno) }
    }
}

private func withSocketAddress(
    _ address: sockaddr_un,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
