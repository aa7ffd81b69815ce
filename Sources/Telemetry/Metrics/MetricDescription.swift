/// What a page says of a metric before its values, and how its values are gathered.
public struct MetricDescription: Sendable, Hashable {
    /// The name, as Prometheus spells names: letters, digits, `_` and `:`.
    public var name: String
    /// What it measures, in one sentence.
    public var help: String
    /// What its values are.
    public var kind: Kind

    /// Makes a description.
    public init(_ name: String, _ help: String, _ kind: Kind) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// What the values of a metric are.
    public enum Kind: Sendable, Hashable {
        /// A sum that only grows.
        case counter
        /// A value that goes up and down.
        case gauge
        /// How many observations were at most as large as each of these bounds, which ascend.
        case histogram([Double])

        /// The word of the page's `TYPE` line.
        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }
}
