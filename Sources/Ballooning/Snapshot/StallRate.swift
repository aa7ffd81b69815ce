/// How much of its time a guest, or dom0, waits for memory: microseconds of stall in each second, the unit of the
/// kernel's pressure stall information.
public struct StallRate: Sendable, Hashable, Codable {
    /// Microseconds of stall per second of time; a million is no progress at all.
    public var microsecondsPerSecond: Int

    /// Makes a rate.
    public init(microsecondsPerSecond: Int) {
        self.microsecondsPerSecond = microsecondsPerSecond
    }

    /// No waiting.
    public static let none = StallRate(microsecondsPerSecond: 0)

    /// Nothing but waiting.
    public static let total = StallRate(microsecondsPerSecond: 1_000_000)
}

extension StallRate: Comparable, CustomStringConvertible {
    /// Whether `lhs` waits less than `rhs`.
    public static func < (lhs: StallRate, rhs: StallRate) -> Bool {
        lhs.microsecondsPerSecond < rhs.microsecondsPerSecond
    }

    /// The rate as a share of time, such as `2.5 %`.
    public var description: String {
        let tenths = microsecondsPerSecond / 1000
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
