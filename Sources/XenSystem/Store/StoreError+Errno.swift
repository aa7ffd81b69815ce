import Glibc
import Xen

extension StoreError {
    /// The error that libxenstore reported through `errno`.
    init(errno number: Int32, _ operation: Operation, path: StorePath? = nil) {
        let code: Code =
            switch number {
            case ENOENT where operation == .connect: .disconnected
            case ENOENT: .noEntry
            case EACCES, EPERM: .denied
            case EAGAIN: .conflict
            case EEXIST: .exists
            case EINVAL, E2BIG: .invalid
            case ENOSPC, EDQUOT: .quota
            case EBUSY: .busy
            case ENOSYS: .unsupported
            case EPIPE, ECONNRESET, ECONNREFUSED, ENOTCONN, EBADF, EIO: .disconnected
            default: .system(number)
            }
        self.init(code, operation, path: path)
    }
}
