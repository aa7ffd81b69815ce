import Glibc

/// Keeps the process alive and quick while the machine that it runs on has no memory left: that is when it is needed.
public struct ProcessProtection: Sendable {
    private let files: KernelFiles

    /// Makes the protection for this machine, or for a folder that stands for it.
    public init(files: KernelFiles = KernelFiles()) {
        self.files = files
    }

    /// Far below everything else, and yet not out of reach: -1000 would exempt a process that has gone wild.
    static let outOfMemoryScore = -900

    /// Before all that does not ask for better, and behind what the kernel and the store may need.
    static let niceness: Int32 = -10

    /// Locks what the process has touched and will touch in memory, has it run before those that wear the memory out,
    /// and makes it one of the last that the kernel ends for want of memory.
    ///
    /// - Returns: what could not be had, in words for the log; none of it keeps the process from running.
    public func apply() -> [String] {
        var refused: [String] = []
        // Pages that are never touched, most of a static binary, are not brought in for it.
        if mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0 {
            refused.append("cannot lock memory: \(String(cString: strerror(errno)))")
        }
        if setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness) != 0 {
            refused.append("cannot run with priority: \(String(cString: strerror(errno)))")
        }
        do {
            try files.write("\(Self.outOfMemoryScore)", to: "/proc/self/oom_score_adj")
        } catch {
            refused.append("\(error)")
        }
        return refused
    }
}
