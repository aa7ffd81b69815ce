import Glibc

/// A system call that failed.
package struct SystemError: Error, Sendable, Hashable {
    /// The call's name, with what it was about.
    package var call: String
    /// The errno it left.
    package var errno: Int32

    /// Makes an error.
    init(_ call: String, _ errno: Int32) {
        self.call = call
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    /// The call and the system's own words.
    package var description: String {
        "\(call): \(String(cString: strerror(errno)))"
    }
}
