/// What a person wrote and why it cannot be taken, in one line.
public struct TextRefusal: Error, Sendable, Hashable {
    /// What was written.
    public var text: String
    /// What is wrong with it and what is taken instead.
    public var problem: String

    /// Makes a refusal.
    public init(_ text: String, _ problem: String) {
        self.text = text
        self.problem = problem
    }
}

extension TextRefusal: CustomStringConvertible {
    /// The text and the problem.
    public var description: String {
        "\"\(text.count > 64 ? "\(text.prefix(64))…" : text)\" \(problem)"
    }
}
