/// What a look at one part of the host has found.
public struct Diagnosis: Sendable, Hashable {
    /// What was looked at, in one word for scripts.
    public var check: String
    /// What was found.
    public var finding: Finding

    /// Makes a diagnosis.
    public init(_ check: String, _ finding: Finding) {
        self.check = check
        self.finding = finding
    }

    /// What can be found.
    public enum Finding: Sendable, Hashable {
        /// All is well, in a few words.
        case fine(String)
        /// It works, and could be better.
        case advice(String, mend: String)
        /// It does not work, or will not for long.
        case trouble(String, mend: String)
        /// It could not be looked at.
        case skipped(String)
    }

    /// Whether something is wrong.
    public var isTrouble: Bool {
        if case .trouble = finding { true } else { false }
    }

    /// The diagnosis for programs.
    public var json: JSON {
        switch finding {
        case .fine(let text): ["check": .string(check), "finding": "fine", "text": .string(text), "mend": .null]
        case .advice(let text, let mend):
            ["check": .string(check), "finding": "advice", "text": .string(text), "mend": .string(mend)]
        case .trouble(let text, let mend):
            ["check": .string(check), "finding": "trouble", "text": .string(text), "mend": .string(mend)]
        case .skipped(let text):
            ["check": .string(check), "finding": "skipped", "text": .string(text), "mend": .null]
        }
    }
}
