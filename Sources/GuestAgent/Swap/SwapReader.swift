import CLinux
import Glibc
import Xen

/// Reads swapped pages back into memory: process_madvise(2) with MADV_WILLNEED, process by process and in address order,
/// from where the last step has ended.
///
/// The pages land in the swap cache. Their owners still see them as swapped until they touch them, so what has been
/// read is not known from the owners: the reader remembers its place, and how far it got is measured by the kernel's own
/// counters.
struct SwapReader {
    private let root: String
    /// The processes of the present pass that are still to be read.
    private var queue: [SwappedProcess] = []
    /// Where in the first of them to go on.
    private var address: UInt = 0
    private var buffer = [UInt8](repeating: 0, count: 65536)

    /// Makes a reader for the processes below `root`.
    ///
    /// - Parameter place: where another one has ended; the processes that have less in swap are still to be read.
    init(root: String, from place: SwapPlace? = nil) {
        self.root = root
        guard let place else { return }
        queue = Array(SwappedProcess.list(root: root).drop { $0.id != place.process })
        address = place.address
    }

    /// Where to go on; nil at the end of a pass.
    var place: SwapPlace? {
        queue.first.map { SwapPlace(process: $0.id, address: address) }
    }

    /// How a step went.
    enum Outcome: Sendable, Hashable {
        /// The kernel was asked to read so many pages.
        case asked(Pages)
        /// There was nothing to ask for.
        case nothing
        /// The kernel has no such call, or does not let us.
        case refused
    }

    /// Asks the kernel for up to `limit` pages.
    mutating func read(upTo limit: Pages) -> Outcome {
        var asked = 0
        var isRefused = false
        if queue.isEmpty {
            queue = SwappedProcess.list(root: root)
            address = 0
        }
        while asked < limit.count, let process = queue.first {
            let result = read(process, upTo: limit.count - asked)
            asked += result.asked
            isRefused = isRefused || result.isRefused
            if result.isDone {
                queue.removeFirst()
                address = 0
            }
        }
        if asked > 0 { return .asked(Pages(asked)) }
        return isRefused ? .refused : .nothing
    }

    private mutating func read(_ process: SwappedProcess, upTo limit: Int) -> (
        asked: Int, isDone: Bool, isRefused: Bool
    ) {
        let descriptor = clinux_pidfd_open(process.id)
        guard descriptor >= 0, let pagemap = KernelFile(root + "/proc/\(process.id)/pagemap") else {
            // A process that has ended in the meantime is no refusal.
            return (0, true, errno != ESRCH && errno != ENOENT)
        }
        defer { close(descriptor) }
        let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
        var asked = 0
        for mapping in process.mappings(root: root) where mapping.upperBound > address {
            address = max(address, mapping.lowerBound)
            while address < mapping.upperBound, asked < limit {
                let wanted = min(UInt(buffer.count / SwappedRuns.entrySize), (mapping.upperBound - address) / pageSize)
                let count = pagemap.read(into: &buffer, at: Int(address / pageSize) * SwappedRuns.entrySize)
                let pages = min(wanted, UInt(count / SwappedRuns.entrySize))
                guard pages > 0 else { break }
                let entries = buffer[..<(Int(pages) * SwappedRuns.entrySize)]
                let runs = SwappedRuns.find(in: entries, limit: limit - asked)
                let found = runs.reduce(0) { $0 + $1.count }
                guard runs.isEmpty || advise(descriptor, runs, from: address, pageSize) else {
                    return (asked, true, true)
                }
                asked += found
                // A limit that was reached ends the step behind the last page it took.
                let last = asked < limit ? pages : UInt(runs.last?.upperBound ?? Int(pages))
                address += last * pageSize
            }
            if asked >= limit { return (asked, false, false) }
        }
        return (asked, true, false)
    }

    private func advise(_ descriptor: Int32, _ runs: [Range<Int>], from base: UInt, _ pageSize: UInt) -> Bool {
        let ranges = runs.map { run in
            iovec(
                iov_base: UnsafeMutableRawPointer(bitPattern: base + UInt(run.lowerBound) * pageSize),
                iov_len: run.count * Int(pageSize)
            )
        }
        // The kernel takes at most 1024 ranges at a time (UIO_MAXIOV).
        for start in stride(from: 0, to: ranges.count, by: 1024) {
            let part = Array(ranges[start..<min(start + 1024, ranges.count)])
            // A mapping that went away in the meantime ends the call early, which is no harm.
            if clinux_process_madvise(descriptor, part, part.count, MADV_WILLNEED) < 0 {
                guard errno == ENOMEM || errno == EINVAL || errno == ESRCH || errno == EINTR else { return false }
            }
        }
        return true
    }
}
