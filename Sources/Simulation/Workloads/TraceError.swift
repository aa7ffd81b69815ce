/// A recorded trace that cannot be read.
public struct TraceError: Error, Sendable, Hashable {
    /// The line, from 1; 0 where it is the trace as a whole.
    public var line: Int
    /// What is wrong with it.
    public var problem: Problem

    /// Makes an error.
    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }

    /// What can be wrong with a trace.
    public enum Problem: Sendable, Hashable {
        /// A line has another number of fields than six.
        case fields(count: Int)
        /// A field is no whole number from 0 to 2^24.
        case number(String)
        /// A sample is not later than the one before it, or the first is not at 0.
        case order(seconds: Int)
        /// There are fewer than two samples.
        case tooShort
    }
}

extension TraceError: CustomStringConvertible {
    /// One sentence that says where and what.
    public var description: String {
        switch problem {
        case .fields(let count):
            "line \(line) of the trace has \(count) fields; six are needed: seconds hot cold files stream untouched"
        case .number(let text):
            "line \(line) of the trace: '\(text)' is no whole number from 0 to 16777216"
        case .order(let seconds):
            "line \(line) of the trace: \(seconds) s is out of order; the first sample is at 0, each later one after it"
        case .tooShort:
            "the trace needs at least two samples; the last one says when it starts over"
        }
    }
}
