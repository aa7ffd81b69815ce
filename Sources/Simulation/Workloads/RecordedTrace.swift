import Xen

/// A demand that was measured: samples in time order, each in force until the next, started over at the end.
///
/// As text it is one sample a line, fields separated by blanks:
///
///     # seconds hot cold files stream untouched     (MiB, stream in MiB/s)
///     0         120 300  80    0      50
///     30        260 300  80    2      50
///     60        120 300  80    0      50
///
/// Empty lines and lines that start with `#` do not count. The first sample is at 0; the last line says when the trace
/// starts over, so its values are never in force.
public struct RecordedTrace: Sendable, Hashable {
    /// One line of a trace.
    public struct Sample: Sendable, Hashable {
        /// When it comes into force, in seconds from the start.
        public var seconds: Int
        /// What is wanted from then on.
        public var demand: Demand
    }

    /// The samples, at least two, in time order, the first at 0.
    public let samples: [Sample]

    /// Reads a trace.
    ///
    /// - Parameter text: the lines.
    public init(parsing text: String) throws(TraceError) {
        var samples: [Sample] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            let sample = try Self.sample(fields, line: index + 1)
            guard sample.seconds > samples.last?.seconds ?? -1, !samples.isEmpty || sample.seconds == 0 else {
                throw TraceError(line: index + 1, problem: .order(seconds: sample.seconds))
            }
            samples.append(sample)
        }
        guard samples.count >= 2 else { throw TraceError(line: 0, problem: .tooShort) }
        self.samples = samples
    }

    func demand(age: Int) -> Demand {
        guard let last = samples.last else { return .none }
        let moment = age / second % last.seconds
        var low = 0
        var high = samples.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if samples[middle].seconds <= moment { low = middle } else { high = middle }
        }
        return samples[low].demand
    }

    private static func sample(_ fields: [Substring], line: Int) throws(TraceError) -> Sample {
        guard fields.count == 6 else { throw TraceError(line: line, problem: .fields(count: fields.count)) }
        var numbers: [Int] = []
        for field in fields {
            guard let number = Int(field), (0...largest).contains(number) else {
                throw TraceError(line: line, problem: .number(String(field.prefix(20))))
            }
            numbers.append(number)
        }
        return Sample(
            seconds: numbers[0],
            demand: Demand(
                hot: .mib(numbers[1]),
                cold: .mib(numbers[2]),
                files: .mib(numbers[3]),
                stream: .mib(numbers[4]),
                untouched: .mib(numbers[5])
            )
        )
    }

    /// The largest number in a trace: 16 TiB as MiB, half a year as seconds.
    private static let largest = 1 << 24
}
