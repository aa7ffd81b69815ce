/// A line of a drawing.
public struct ScreenLine: Sendable, Hashable {
    /// What it says.
    public var text: String
    /// How it stands out.
    public var emphasis: Emphasis

    /// Makes a line.
    public init(_ text: String, _ emphasis: Emphasis = .plain) {
        self.text = text
        self.emphasis = emphasis
    }
}
