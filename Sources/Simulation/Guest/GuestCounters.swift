public import Xen

/// What a guest counts from its start on: the kernel's own counters, and what only an observer knows.
public struct GuestCounters: Sendable, Hashable {
    /// Pages read back from swap, `pswpin` of /proc/vmstat.
    public var swappedIn = Pages.zero
    /// Pages written to swap, `pswpout` of /proc/vmstat.
    public var swappedOut = Pages.zero
    /// File pages read again after they were evicted, `workingset_refault_file` of /proc/vmstat.
    public var refaults = Pages.zero
    /// Faults that had to wait for a device, `pgmajfault` of /proc/vmstat.
    public var majorFaults = 0
    /// Microseconds in which at least one task waited for memory, `some` of /proc/pressure/memory.
    public var stallSome = 0
    /// Microseconds in which all tasks waited for memory, `full` of /proc/pressure/memory.
    public var stallFull = 0
    /// Microseconds of work that waiting for memory has cost, mean over the tasks, the time a killed process was away
    /// included.
    public var lost = 0
    /// Processes killed because nothing could be reclaimed.
    public var kills = 0
}
