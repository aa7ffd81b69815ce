public import Xen

/// What one policy made of one scenario.
public struct RunResult: Sendable, Hashable {
    /// The scenario's name.
    public var scenario: String
    /// The policy's name.
    public var policy: String
    /// Seconds of work that the guests lost to waiting for memory, over all guests: their stalls, the time that killed
    /// processes were away, and the time that domains waited for their start.
    public var stallSeconds: Double
    /// Pages that went to swap or came back, over all guests.
    public var swapped: Pages
    /// File pages that were evicted and read again, over all guests.
    public var refaults: Pages
    /// Processes killed for lack of memory.
    public var kills: Int
    /// How unequally the guests got on: 1 less Jain's index over the part of its time that each guest could work, in
    /// thousandths.
    public var unfairness: Double
    /// How often a target was written.
    public var targetWrites: Int
    /// Seconds until a guest whose working set grew had it in memory, on average; a growth that was never satisfied
    /// counts as long as it lasted.
    public var burstSeconds: Double
    /// The longest of them.
    public var longestBurstSeconds: Double
    /// The part of it that domains waited for their start.
    public var startDelaySeconds: Double
}
