import Glibc

/// Why a ``MockXenstoreServer`` could not begin.
public struct ServerError: Error, Sendable, Hashable {
    /// What went wrong.
    public enum Code: Sendable, Hashable {
        /// A socket's path has 107 bytes at most.
        case pathTooLong
        /// Another server listens there.
        case inUse
        /// Something that is no socket is there.
        case occupied
        /// The system refused.
        case system
    }

    /// What went wrong.
    public var code: Code
    /// The path of the socket.
    public var path: String
    /// The errno that came with it, 0 without one.
    public var errno: Int32

    init(_ code: Code, path: String, errno: Int32 = 0) {
        self.code = code
        self.path = path
        self.errno = errno
    }
}

extension ServerError: CustomStringConvertible {
    /// One sentence that says what to do about it.
    public var description: String {
        switch code {
        case .pathTooLong: "the socket's path is longer than the 107 bytes that the system allows: \(path)"
        case .inUse: "another server listens at \(path); stop it or choose another path"
        case .occupied: "\(path) exists and is no socket; choose another path"
        case .system: "cannot listen at \(path): \(String(cString: strerror(errno)))"
        }
    }
}
