/// A command line that cannot be followed.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what is allowed.
    package var description: String

    /// Makes an error of its words.
    init(_ description: String) {
        self.description = description
    }
}
