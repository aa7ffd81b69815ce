/// Why a configuration file is not used: none of it is, so that no domain loses its protection to a typing mistake in
/// another line.
public struct FileSettingsError: Error, Sendable, Hashable {
    /// What is wrong, in the order of the lines; never empty.
    public var problems: [Problem]

    /// Makes an error of what was found.
    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        /// Its line, counted from 1; nil if it is the whole file.
        public var line: Int?
        /// One sentence with the file, the line, the key, the value and what is allowed.
        public var sentence: String

        /// Makes a problem.
        public init(line: Int? = nil, sentence: String) {
            self.line = line
            self.sentence = sentence
        }
    }
}

extension FileSettingsError: CustomStringConvertible {
    /// The first problem, and how many more there are.
    public var description: String {
        let first = problems.first?.sentence ?? "the file cannot be used"
        return problems.count > 1 ? "\(first) (and \(problems.count - 1) more)" : first
    }
}
