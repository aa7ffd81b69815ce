public import Xen

/// What goes wrong in a mock xenstored, and how often: the faults of real hosts, drawn from a seed, so that a run that
/// failed can be had again.
///
/// Chances are between 0, never, and 1, always. Those of the first group hold for all connections; those of the second
/// one need a socket to happen on and hold for a ``MockXenstoreServer`` only.
public struct MockFaults: Sendable, Hashable {
    /// What the draws follow from.
    public var seed: UInt64 = 1

    /// The chance of a commit to meet a conflict that is none.
    public var conflict = 0.0
    /// How many commits in a row, of any connection, meet it then.
    public var conflictSeries = 1
    /// The chance of a request that changes something to be refused.
    public var refusal = 0.0
    /// What it is refused with: ENOSPC, EQUOTA as oxenstored calls it, EBUSY, EIO …
    public var refusalErrno = WireErrno.ENOSPC
    /// The chance that one of a connection's watches fires after a request of it, though nothing has changed.
    public var spurious = 0.0
    /// The chance of an event to be held back, with those of the same connection behind it.
    public var delay = 0.0
    /// How many requests, of any connection, pass before an event that is held back goes out.
    public var delayRequests = 5
    /// The chance of an event to be dropped where an equal one was sent just before it.
    public var coalescing = 0.0

    /// The chance of an answer to be cut off in its middle, and the connection with it.
    public var drop = 0.0
    /// The most bytes that are read or written at a time, nil for no such limit.
    public var pieces: Int?
    /// How long the server does nothing before each answer: a busy host.
    public var pause = Duration.zero
    /// The size of each socket's send buffer in bytes, nil for the system's own. A small one is soon full.
    public var sendBuffer: Int?

    /// No faults.
    public init() {}

    /// No faults.
    public static let none = MockFaults()
}
