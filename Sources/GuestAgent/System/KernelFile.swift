import Glibc

/// A file of /proc or /sys that stays open. Reading it again from its start gives the kernel's present answer, without
/// the cost of opening it and without any allocation.
struct KernelFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file, nil where this kernel has none or does not let us.
    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Fills `buffer` with the file's content, from its start or from a place further on.
    ///
    /// - Returns: how many bytes there are, at most the buffer's size; 0 where the kernel refuses to answer.
    func read(into buffer: inout [UInt8], at offset: Int = 0) -> Int {
        buffer.withUnsafeMutableBytes { bytes in
            var count = 0
            // Such a file may come in several portions, a page or so each.
            while count < bytes.count {
                let portion = pread(
                    descriptor,
                    bytes.baseAddress?.advanced(by: count),
                    bytes.count - count,
                    off_t(offset + count)
                )
                if portion > 0 {
                    count += portion
                } else if portion == 0 || errno != EINTR {
                    break
                }
            }
            return count
        }
    }
}
