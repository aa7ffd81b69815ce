/// A point in time: milliseconds since an arbitrary start that the caller chooses once and never moves. The policy has
/// no clock; whoever asks it says what time it is.
public struct Instant: Sendable, Hashable, Codable {
    /// Milliseconds since the start.
    public var milliseconds: Int64

    /// Makes the point `milliseconds` after the start.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The start itself.
    public static let start = Instant(milliseconds: 0)

    /// A point before everything that can be measured.
    public static let distantPast = Instant(milliseconds: -(1 << 60))

    /// A point after everything that can be measured.
    public static let distantFuture = Instant(milliseconds: 1 << 60)
}

extension Instant: Comparable, CustomStringConvertible {
    /// Whether `lhs` is earlier than `rhs`.
    public static func < (lhs: Instant, rhs: Instant) -> Bool {
        lhs.milliseconds < rhs.milliseconds
    }

    /// The point a span after `lhs`.
    public static func + (lhs: Instant, rhs: Milliseconds) -> Instant {
        Instant(milliseconds: lhs.milliseconds &+ rhs.count)
    }

    /// The point a span before `lhs`.
    public static func - (lhs: Instant, rhs: Milliseconds) -> Instant {
        Instant(milliseconds: lhs.milliseconds &- rhs.count)
    }

    /// The span from `rhs` to `lhs`.
    public static func - (lhs: Instant, rhs: Instant) -> Milliseconds {
        Milliseconds(lhs.milliseconds &- rhs.milliseconds)
    }

    /// The milliseconds since the start.
    public var description: String {
        "\(milliseconds) ms"
    }
}
