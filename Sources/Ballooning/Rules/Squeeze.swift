public import Xen

/// The limit of a pool, and the squeeze that takes it to 0 for a while: blkback's rule for its free pages, for any pool.
///
/// The end of a squeeze belongs to one pool and is not shared, so that those who hold nothing are left alone.
public struct Squeeze: Sendable, Hashable, Codable {
    /// When the squeeze is over.
    public private(set) var end = Instant.distantPast

    /// No squeeze.
    public init() {}

    /// A sign of pressure: the squeeze begins, or lasts longer.
    public mutating func press(now: Instant, for duration: Milliseconds) {
        end = max(end, now + duration)
    }

    /// Whether the pool may hold nothing.
    public func isOn(now: Instant) -> Bool {
        now < end
    }

    /// The most that the pool may hold.
    ///
    /// - Parameter usual: its limit while there is no squeeze.
    public func limit(usual: Pages, now: Instant) -> Pages {
        isOn(now: now) ? .zero : usual
    }

    /// What a pool has to give up.
    public func excess(of pool: Pages, usual: Pages, now: Instant) -> Pages {
        max(.zero, pool - limit(usual: usual, now: now))
    }
}
