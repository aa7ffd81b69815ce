import Glibc

/// An open, non-blocking way to a xenstored: a unix socket, or the kernel's character device `/dev/xen/xenbus`.
struct WireDescriptor: ~Copyable {
    let number: Int32
    /// Whether it is a socket. The device takes one message a write, and drops what stands behind it.
    let isSocket: Bool

    /// Opens what is at `path`: connects to a socket, opens anything else.
    ///
    /// - Throws: the errno, where the name of a socket is too long ENAMETOOLONG.
    static func open(path: String) throws(Errno) -> WireDescriptor {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Errno.last }
        let isSocket = status.st_mode & S_IFMT == S_IFSOCK
        let number = isSocket ? try connect(to: path) : Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw Errno.last }
        return WireDescriptor(number: number, isSocket: isSocket)
    }

    private init(number: Int32, isSocket: Bool) {
        self.number = number
        self.isSocket = isSocket
    }

    /// Takes over what is open already: a socket that is connected, or what behaves as the device does.
    init(adopting descriptor: Int32, isSocket: Bool = true) {
        number = descriptor
        self.isSocket = isSocket
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }

    deinit {
        close(number)
    }

    /// Writes what can be written now.
    ///
    /// - Returns: how many bytes were taken; 0 if none can be taken now.
    borrowing func send(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { buffer in
                // The device is no socket and knows no flags; a socket without the flag would raise SIGPIPE.
                isSocket
                    ? Glibc.send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                    : Glibc.write(number, buffer.baseAddress, buffer.count)
            }
            if count >= 0 { return count }
            let error = Errno.last
            if error.number == EAGAIN { return 0 }
            guard error.number == EINTR else { throw error }
        }
    }

    /// Reads what has arrived.
    ///
    /// - Returns: how many bytes were read into `buffer`, 0 at the end of the stream, nil if nothing has arrived.
    borrowing func receive(into buffer: inout [UInt8]) throws(Errno) -> Int? {
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            let error = Errno.last
            if error.number == EAGAIN { return nil }
            guard error.number == EINTR else { throw error }
        }
    }

    private static func connect(to path: String) throws(Errno) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            // The last byte stays NUL.
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { throw Errno(ENAMETOOLONG) }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_UNIX, type, 0)
        guard socket >= 0 else { throw Errno.last }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            let error = Errno.last
            close(socket)
            throw error
        }
        return socket
    }

    /// What a system call left in errno.
    struct Errno: Error {
        let number: Int32

        init(_ number: Int32) {
            self.number = number
        }

        static var last: Errno {
            Errno(errno)
        }
    }
}
