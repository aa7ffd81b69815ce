public import Xen

/// What was measured on a host: a trace for each of its domains, all of the same length.
///
/// As text it is CSV with one sample of one domain a line, in time order. The first line names the columns:
///
///     second,domain,hot,cold,files,stream,untouched
///     0,web,120,300,80,0,50
///     0,db,900,100,200,0,0
///     30,web,260,300,80,2,50
///     60,web,120,300,80,0,50
///
/// `second`, `domain` and `hot` are needed, in any order; a column that is not there counts as 0. Sizes are MiB, `stream`
/// is MiB a second. A sample is in force until the domain's next one. The recording is over at the last line's second and
/// starts over; what that line says is in force for no time. Empty lines and lines that start with `#` do not count.
public struct Recording: Sendable, Hashable {
    /// One domain of a recording.
    public struct Domain: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// What it wanted.
        public let trace: RecordedTrace
    }

    /// The domains in the order in which they appear.
    public let domains: [Domain]
    /// The length of the recording, in seconds.
    public let length: Int

    init(domains: [Domain], length: Int) {
        self.domains = domains
        self.length = length
    }

    /// Reads a recording.
    ///
    /// - Parameter text: the lines.
    /// - Throws: ``TraceError`` for the first line that is not allowed.
    public init(parsing text: String) throws(TraceError) {
        var parser = RecordingParser()
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() { try parser.read(line, number: index + 1) }
        self = try parser.recording()
    }

    /// The most that all domains together want at one moment.
    public var peak: Pages {
        let moments = Set(domains.flatMap { $0.trace.samples.map(\.second) })
        return moments.reduce(Pages.zero) { peak, moment in
            let wanted = domains.reduce(Pages.zero) { sum, domain in
                let demand = domain.trace.demand(age: moment * second)
                return sum + demand.anonymous + demand.files
            }
            return max(peak, wanted)
        }
    }
}

extension RecordedTrace {
    /// The most that is wanted at one moment.
    var peak: Pages {
        samples.map { $0.demand.anonymous + $0.demand.files }.max() ?? .zero
    }
}
