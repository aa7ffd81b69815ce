/// A span of time in milliseconds, the finest that the policy distinguishes.
public struct Milliseconds: Sendable, Hashable, Codable {
    /// How many milliseconds; negative where a difference is meant.
    public var count: Int64

    /// Makes a span of `count` milliseconds.
    public init(_ count: Int64) {
        self.count = count
    }

    /// A span of `count` seconds.
    public static func seconds(_ count: Int64) -> Milliseconds {
        Milliseconds(count * 1000)
    }

    /// No time at all.
    public static let zero = Milliseconds(0)
}

extension Milliseconds: Comparable, AdditiveArithmetic, CustomStringConvertible {
    /// Whether `lhs` is shorter than `rhs`.
    public static func < (lhs: Milliseconds, rhs: Milliseconds) -> Bool {
        lhs.count < rhs.count
    }

    /// The sum of two spans.
    public static func + (lhs: Milliseconds, rhs: Milliseconds) -> Milliseconds {
        Milliseconds(lhs.count &+ rhs.count)
    }

    /// The difference of two spans.
    public static func - (lhs: Milliseconds, rhs: Milliseconds) -> Milliseconds {
        Milliseconds(lhs.count &- rhs.count)
    }

    /// `lhs` taken `rhs` times.
    public static func * (lhs: Milliseconds, rhs: Int64) -> Milliseconds {
        Milliseconds(lhs.count &* rhs)
    }

    /// `lhs` split into `rhs` parts; `rhs` must not be 0.
    public static func / (lhs: Milliseconds, rhs: Int64) -> Milliseconds {
        Milliseconds(lhs.count / rhs)
    }

    /// The span as `5 s` or `250 ms`.
    public var description: String {
        count % 1000 == 0 ? "\(count / 1000) s" : "\(count) ms"
    }
}
