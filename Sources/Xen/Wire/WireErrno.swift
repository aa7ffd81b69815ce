import Glibc

/// The errors that travel by name in an ERROR message: the list of `io/xs_wire.h`, and two names that oxenstored and
/// kernels add.
public enum WireErrno: String, Error, Sendable, Hashable, CaseIterable {
    /// The request is wrong.
    case EINVAL
    /// The caller may not do that with this node.
    case EACCES
    /// It exists already.
    case EEXIST
    /// The node is a directory.
    case EISDIR
    /// The node, or the transaction, does not exist.
    case ENOENT
    /// The server has no memory left.
    case ENOMEM
    /// A quota of the caller is used up.
    case ENOSPC
    /// The server's data are damaged.
    case EIO
    /// The node has children.
    case ENOTEMPTY
    /// The server does not know the request.
    case ENOSYS
    /// The connection may only read.
    case EROFS
    /// The server has no room for one more, or the caller has too much open.
    case EBUSY
    /// The transaction met another one.
    case EAGAIN
    /// The domain is connected already.
    case EISCONN
    /// The answer, or a part of the request, is too long.
    case E2BIG
    /// The caller may not do that.
    case EPERM
    /// oxenstored's name for a used-up quota.
    case EQUOTA
    /// The kernel's name for a used-up quota.
    case EDQUOT

    /// The error that a payload names, nil where it is none of the list.
    public init?(payload: [UInt8]) {
        let name = payload.prefix { $0 != 0 }
        self.init(rawValue: String(decoding: name, as: UTF8.self))
    }

    /// The name as an ERROR message carries it.
    public var payload: [UInt8] {
        Array(rawValue.utf8) + [0]
    }

    /// What the error means to a caller.
    public var code: StoreError.Code {
        switch self {
        case .ENOENT: .noEntry
        case .EACCES, .EPERM: .denied
        case .EAGAIN: .conflict
        case .EEXIST, .EISCONN: .exists
        case .EINVAL, .E2BIG: .invalid
        case .ENOSPC, .EQUOTA, .EDQUOT: .quota
        case .EBUSY: .busy
        case .ENOSYS: .unsupported
        case .EISDIR: .system(Glibc.EISDIR)
        case .ENOMEM: .system(Glibc.ENOMEM)
        case .EIO: .system(Glibc.EIO)
        case .ENOTEMPTY: .system(Glibc.ENOTEMPTY)
        case .EROFS: .system(Glibc.EROFS)
        }
    }
}
