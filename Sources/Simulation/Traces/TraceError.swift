/// A recording that cannot be read.
public struct TraceError: Error, Sendable, Hashable {
    /// The line, from 1; 0 where it is the recording as a whole.
    public var line: Int
    /// What is wrong with it.
    public var problem: Problem

    /// Makes an error.
    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }

    /// What can be wrong with a recording.
    public enum Problem: Sendable, Hashable {
        /// The first line names a column that there is none of, or one twice.
        case column(String)
        /// The first line lacks a column that is needed.
        case missing(column: String)
        /// A line has another number of fields than the first one.
        case fields(count: Int, needed: Int)
        /// A field is no whole number from 0 to 2^24.
        case number(String, column: String)
        /// A domain's name is empty or too long.
        case name(String)
        /// There are more domains than are simulated.
        case tooMany(domain: String)
        /// A sample is out of order, or a domain's first one is not at 0.
        case order(second: Int, domain: String, allowed: ClosedRange<Int>)
        /// There are no samples at two moments.
        case tooShort
    }
}

extension TraceError: CustomStringConvertible {
    /// One sentence that says where, what, and what is allowed.
    public var description: String {
        line > 0 ? "line \(line): \(problem)" : "\(problem)"
    }
}

extension TraceError.Problem: CustomStringConvertible {
    /// What is wrong, and what is allowed.
    public var description: String {
        let columns = RecordingParser.Column.allCases.map(\.rawValue).joined(separator: ", ")
        let largest = RecordingParser.largest
        return switch self {
        case .column(let name): "there is no column '\(name)', or it is there twice; there are \(columns)"
        case .missing(let column): "the column '\(column)' is missing; the first line names the columns, of \(columns)"
        case .fields(let count, let needed): "there are \(count) fields, and the first line names \(needed) columns"
        case .number(let text, let column):
            "column '\(column)': '\(text)' is not allowed, it takes a whole number from 0 to \(largest)"
        case .name(let text):
            "column 'domain': '\(text)' is not allowed, it takes 1 to \(RecordingParser.longestName) characters"
        case .tooMany(let domain):
            "column 'domain': '\(domain)' is one too many, it takes at most \(RecordingParser.mostDomains) domains"
        case .order(let second, let domain, let allowed) where allowed.upperBound == 0:
            "column 'second': \(second) is not allowed, the first line of domain '\(domain)' is at 0"
        case .order(let second, _, let allowed):
            "column 'second': \(second) is not allowed, it takes \(allowed.lowerBound) or more here"
        case .tooShort: "there is nothing to replay: it takes lines at 0 and at one later second at least"
        }
    }
}
