import Glibc

/// The agent's own pages. When memory is short the kernel drops those of programs' files first, and an agent that waits for
/// its own program to be read back cannot call for memory in time.
package enum OwnMemory {
    /// Keeps in memory what the agent has touched so far, and what it will touch of the mappings that it has; a mapping
    /// that is made later is as any other, so that no limit can refuse it. The corresponding C function is `mlockall`.
    ///
    /// - Throws: its errno: ENOMEM or EPERM where RLIMIT_MEMLOCK is below the size of the program, EINVAL before Linux 4.4.
    package static func keep() throws(SystemError) {
        guard mlockall(MCL_CURRENT | MCL_ONFAULT) == 0 else { throw SystemError("mlockall", errno) }
    }
}
