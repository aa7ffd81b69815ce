extension [Duration] {
    /// The time below which `part` of the durations are; nil where there are none.
    func quantile(_ part: Double) -> Duration? {
        isEmpty ? nil : sorted()[Swift.min(count - 1, Int(part * Double(count)))]
    }

    /// The median and the 99th percentile, for people.
    var summary: String {
        "median \(Self.text(quantile(0.5))) ms, 99th percentile \(Self.text(quantile(0.99))) ms"
    }

    private static func text(_ duration: Duration?) -> String {
        guard let duration else { return "-" }
        let thousandths = Int((duration / .microseconds(1)).rounded())
        let fraction = "\(thousandths % 1000)"
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
