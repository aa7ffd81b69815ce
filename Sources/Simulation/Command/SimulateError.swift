/// Why `ballast simulate` does nothing.
public enum SimulateError: Error, Sendable, Hashable {
    /// No scenario has that in its name.
    case unknownScenario(String, known: [String])
}

extension SimulateError: CustomStringConvertible {
    /// One sentence that says what there is.
    public var description: String {
        switch self {
        case .unknownScenario(let name, let known):
            "no scenario is called '\(name)'; there are: \(known.joined(separator: ", "))"
        }
    }
}
