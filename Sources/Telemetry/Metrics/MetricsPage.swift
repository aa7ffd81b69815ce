/// A page in Prometheus' text format, version 0.0.4, as it grows.
public struct MetricsPage: Sendable {
    /// The content type of such a page.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page so far, UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// An empty page.
    public init() {}

    /// Begins a metric: its help and its type.
    public mutating func begin(_ description: MetricDescription) {
        let help = description.help.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
        append("# HELP \(description.name) \(help)\n# TYPE \(description.name) \(description.kind.word)\n")
    }

    /// Adds a value of the metric that was begun last.
    public mutating func add(_ name: String, _ labels: MetricLabels, _ value: Double) {
        add(name, labels.text, value)
    }

    /// Adds a whole metric; one without values is left out.
    public mutating func add(_ description: MetricDescription, _ values: [(labels: MetricLabels, value: Double)]) {
        guard !values.isEmpty else { return }
        begin(description)
        for (labels, value) in values { add(description.name, labels, value) }
    }

    mutating func add(_ name: String, _ labels: String, _ value: Double) {
        append(name)
        if !labels.isEmpty {
            append("{")
            append(labels)
            append("}")
        }
        append(" ")
        append(Self.text(value))
        append("\n")
    }

    /// A number as the format spells it: whole ones without a point, and the three that are none by name.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Beyond this not every whole number is one of Double's.
        if abs(value) < 9_007_199_254_740_992, value == value.rounded() { return "\(Int64(value))" }
        return "\(value)"
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
