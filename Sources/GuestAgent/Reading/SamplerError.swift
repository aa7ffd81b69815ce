/// Why there is nothing to report.
package struct SamplerError: Error, Sendable, Hashable {
    /// The file that it is about.
    package var path: String
    /// What is wrong with it.
    package var problem: Problem

    /// The ways in which it can be wrong.
    package enum Problem: Sendable, Hashable {
        /// It cannot be opened.
        case unreadable
        /// It does not tell the total memory.
        case noTotal
    }
}

extension SamplerError: CustomStringConvertible {
    /// One sentence that a person can act on.
    package var description: String {
        switch problem {
        case .unreadable: "\(path) cannot be opened: is /proc mounted?"
        case .noTotal: "\(path) has no MemTotal in KiB above 0"
        }
    }
}
