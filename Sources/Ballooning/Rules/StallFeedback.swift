/// How much a guest is given or asked for by the time that it waits for memory: senpai's law. It gives fast and takes
/// slowly, and both grow with the square of the distance from what is tolerable.
public enum StallFeedback {
    /// The part of its memory that a guest gets on top; 0 while the stall is tolerable.
    ///
    /// - Parameters:
    ///   - stall: the stall in microseconds since the last look.
    ///   - tolerable: the stall in microseconds that is tolerable in that time.
    ///   - most: the largest part; senpai's `max_backoff`.
    public static func growth(stall: Int, tolerable: Int, most: Double = 1) -> Double {
        guard stall > tolerable, tolerable > 0 else { return 0 }
        let error = Double(stall) / Double(tolerable) / growthCoefficient
        return min(error * error, 1) * most
    }

    /// The part of its memory that a calm guest can be asked for; the less the closer it is to what is tolerable.
    ///
    /// - Parameters:
    ///   - stall: the stall in microseconds since the last look.
    ///   - tolerable: the stall in microseconds that is tolerable in that time.
    ///   - most: the largest part; senpai's `max_probe`.
    public static func probe(stall: Int, tolerable: Int, most: Double = 0.01) -> Double {
        let margin = Double(tolerable) / Double(max(stall, 1)) / probeCoefficient
        return min(margin * margin * most, most)
    }

    /// senpai's `coeff_backoff`.
    private static let growthCoefficient = 20.0
    /// senpai's `coeff_probe`.
    private static let probeCoefficient = 10.0
}
