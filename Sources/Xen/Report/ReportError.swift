/// Why a guest's line counts as no line at all. Nothing of it is used then: half a report could be worse than none.
public enum ReportError: Error, Sendable, Hashable {
    /// The line is longer than ``ReportFormat/maximumLength``.
    case tooLong(count: Int)
    /// The bytes from this offset on are no `key=value` pair, or hold something else than printable ASCII.
    case malformed(offset: Int)
    /// The line does not start with the version that is understood here.
    case version
    /// A key that must be there is not.
    case missing(ReportKey)
    /// A key is there twice.
    case duplicate(ReportKey)
    /// The value of a key is no decimal number from 0 to ``ReportFormat/largestNumber``, or not one the key may have.
    case number(ReportKey)
    /// The first key's amount is a part of the second's, and yet larger.
    case contradiction(ReportKey, ReportKey)
}

extension ReportError: CustomStringConvertible {
    /// One sentence that names the key and what is allowed.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "the line has \(count) bytes, the limit is \(ReportFormat.maximumLength)"
        case .malformed(let offset):
            "no key=value pair at byte \(offset)"
        case .version:
            "the line does not start with v=\(ReportFormat.version)"
        case .missing(let key):
            "\(key.rawValue) is missing"
        case .duplicate(let key):
            "\(key.rawValue) is there twice"
        case .number(let key):
            "\(key.rawValue) is no number that it may have, at most 0 to \(ReportFormat.largestNumber)"
        case .contradiction(let part, let whole):
            "\(part.rawValue) is more than \(whole.rawValue)"
        }
    }
}
