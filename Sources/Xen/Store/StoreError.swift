/// A request to xenstore that failed, with all that one needs to act on it.
public struct StoreError: Error, Sendable, Hashable {
    /// What kind of failure it was.
    public var code: Code
    /// What was asked.
    public var operation: Operation
    /// The path that the request was about, where there is one.
    public var path: StorePath?

    /// Makes an error.
    public init(_ code: Code, _ operation: Operation, path: StorePath? = nil) {
        self.code = code
        self.operation = operation
        self.path = path
    }

    /// The failures that a caller can tell apart.
    public enum Code: Sendable, Hashable {
        /// ENOENT: the node does not exist.
        case noEntry
        /// EACCES or EPERM: this connection may not do that.
        case denied
        /// EAGAIN: a transaction met another one; do it again.
        case conflict
        /// EEXIST: there is one already.
        case exists
        /// EINVAL or E2BIG: the request itself is wrong.
        case invalid
        /// ENOSPC or EDQUOT: a quota of the domain is used up.
        case quota
        /// EBUSY: a limit of the server is reached for now.
        case busy
        /// ENOSYS: the server does not know the request.
        case unsupported
        /// The connection is gone, or there is no server to connect to.
        case disconnected
        /// The server sent what is no message of the protocol.
        case malformed
        /// Any other errno.
        case system(Int32)
    }

    /// The requests of the protocol that Ballast makes.
    public enum Operation: String, Sendable, Hashable {
        /// Opening the connection.
        case connect
        /// Reading a node.
        case read
        /// Listing the children of a node.
        case directory
        /// Writing a node.
        case write
        /// Creating an empty node.
        case makeDirectory = "mkdir"
        /// Removing a node with all below it.
        case remove = "rm"
        /// Reading who may do what with a node.
        case permissions = "get-perms"
        /// Setting who may do what with a node.
        case setPermissions = "set-perms"
        /// Asking to be told of changes.
        case watch
        /// Asking to be told no more.
        case unwatch
        /// Starting a transaction.
        case begin = "transaction-start"
        /// Ending a transaction.
        case end = "transaction-end"
        /// Taking the events that arrived.
        case events
        /// Any request that only a toolstack makes.
        case other
    }
}

extension StoreError: CustomStringConvertible {
    /// One sentence that says what was asked, of what, and why it failed.
    public var description: String {
        let subject = path.map { " \($0)" } ?? ""
        return "xenstore \(operation.rawValue)\(subject): \(code)"
    }
}

extension StoreError.Code: CustomStringConvertible {
    /// The failure in words.
    public var description: String {
        switch self {
        case .noEntry: "no such node"
        case .denied: "permission denied"
        case .conflict: "transaction conflict"
        case .exists: "it exists already"
        case .invalid: "invalid request"
        case .quota: "quota exceeded"
        case .busy: "server limit reached"
        case .unsupported: "not supported by this xenstored"
        case .disconnected: "no connection to xenstored"
        case .malformed: "malformed answer from xenstored"
        case .system(let number): "errno \(number)"
        }
    }
}
