public import Ballooning

/// What a trace's file holds.
public struct Trace: Sendable {
    /// The runs of rounds, oldest first.
    public let runs: [Run]

    /// Rounds that follow one another.
    public struct Run: Sendable {
        /// The build that made them.
        public var version: String
        /// What the balancer remembered before the first of them.
        public var history: History
        /// The rounds, oldest first.
        public var rounds: [RecordedRound]
    }

    /// Reads a file. What is damaged ends the run that it stands in.
    public init(path: String) throws(TraceError) {
        let image = try TraceImage(path: path)
        let numbers = image.runs
        let sides = [0, 1].filter { numbers[$0] > 0 }.sorted { numbers[$0] < numbers[$1] }
        runs = sides.compactMap { Self.run(image.frames(of: $0)) }
        guard !runs.isEmpty else { throw .empty(path: path) }
    }

    /// How many rounds there are.
    public var count: Int { runs.reduce(0) { $0 + $1.rounds.count } }

    private static func run(_ frames: [[UInt8]]) -> Run? {
        guard let first = frames.first,
            case .start(let version, let history)? = try? TraceDecoder.value(TraceFrame.self, of: first)
        else { return nil }
        var run = Run(version: version, history: history, rounds: [])
        for bytes in frames.dropFirst() {
            guard case .round(let frame)? = try? TraceDecoder.value(TraceFrame.self, of: bytes),
                let round = try? frame.round(after: run.rounds.last)
            else { break }
            run.rounds.append(round)
        }
        return run.rounds.isEmpty ? nil : run
    }
}
