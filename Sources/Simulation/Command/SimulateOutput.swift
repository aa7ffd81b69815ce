/// What came of `ballast simulate`.
public struct SimulateOutput: Sendable {
    /// What is printed.
    public var text: String
    /// What is written to files.
    public var files: [File] = []
    /// Whether the exit status is 0: no invariant was broken.
    public var isSuccess = true

    /// A file to be written.
    public struct File: Sendable {
        /// Its name, without a folder.
        public var name: String
        /// Its content.
        public var content: String
    }
}
