import Glibc

/// Why a trace cannot be written, read or replayed.
public enum TraceError: Error, Sendable, Hashable {
    /// The file cannot be opened, read or written.
    case file(path: String, number: Int32)
    /// The file is not a trace.
    case notATrace(path: String)
    /// The file is a trace of a build whose rounds have other fields.
    case otherFormat(path: String, version: String)
    /// There is no round in it that is whole.
    case empty(path: String)
    /// What stands there means nothing.
    case malformed
    /// One round takes more room than the file has.
    case tooLarge(bytes: Int)
}

extension TraceError: CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var description: String {
        switch self {
        case .file(let path, let number): "\(path): \(String(cString: strerror(number)))"
        case .notATrace(let path): "\(path) is not a trace of ballast's"
        case .otherFormat(let path, let version):
            "\(path) was recorded by ballast \(version), whose rounds have other fields: replay it with that version"
        case .empty(let path): "\(path) holds no whole round"
        case .malformed: "the trace is damaged"
        case .tooLarge(let bytes): "a round takes \(bytes) bytes, more than the trace has room for"
        }
    }
}
