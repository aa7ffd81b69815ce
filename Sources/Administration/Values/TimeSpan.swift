/// A duration as people write it: `500ms`, `30s`, `5m`, `2h`, `1d`.
public struct TimeSpan: Sendable, Hashable {
    /// The duration in milliseconds.
    public var milliseconds: Int

    /// Makes a duration.
    public init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    /// Reads a duration; a part of a millisecond counts as a whole one.
    ///
    /// - Throws: ``TextRefusal``, which names the units where there is none.
    public init(parsing text: String) throws(TextRefusal) {
        let quantity = try Quantity(parsing: text, kind: "a duration", example: "30s or 5m")
        guard !quantity.unit.isEmpty else {
            throw TextRefusal(text, "has no unit: write \(text)s, \(text)m or \(text)h (there are ms, s, m, h and d)")
        }
        guard let factor = Self.factor(of: quantity.unit) else {
            throw TextRefusal(text, "has no unit of time: there are ms, s, m, h and d")
        }
        guard let count = quantity.times(factor, atMost: Self.largest) else {
            throw TextRefusal(text, "is too long: the most is 3650d")
        }
        self.init(milliseconds: count)
    }

    /// The whole seconds that hold it.
    public var seconds: Int {
        (milliseconds + 999) / 1000
    }

    /// The longest that is taken: ten years of 365 days.
    private static let largest = 3650 * 86_400_000

    private static func factor(of unit: Substring) -> Int? {
        switch unit {
        case "ms": 1
        case "s": 1000
        case "m", "min": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}

extension TimeSpan: CustomStringConvertible {
    /// The duration in the largest unit that it is a whole number of, such as `90s` or `2h`.
    public var description: String {
        for (factor, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")] {
            if milliseconds >= factor, milliseconds % factor == 0 { return "\(milliseconds / factor)\(unit)" }
        }
        return "\(milliseconds)ms"
    }
}
