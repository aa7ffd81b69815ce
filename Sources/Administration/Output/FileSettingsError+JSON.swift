public import BallastAgent

extension FileSettingsError.Problem {
    /// The problem for programs.
    public var json: JSON {
        ["line": line.map(JSON.number) ?? .null, "problem": .string(sentence)]
    }
}
