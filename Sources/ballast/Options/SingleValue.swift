import Administration
import ArgumentParser

/// The one value of a command whose value may begin with a minus sign: the parser takes that for an option, and would
/// say so instead of what is wrong with the value.
enum SingleValue {
    /// The value among the words that were no options, nil if there is none.
    ///
    /// - Parameter what: what there is to be one of.
    static func find(in words: [String], _ what: String) throws -> String? {
        if let option = words.first(where: { $0.hasPrefix("--") }) {
            throw ValidationError("Unknown option '\(option)'")
        }
        guard words.count <= 1 else { throw ValidationError("\(what) is one word, and there are \(words.count)") }
        return words.first
    }

    /// Complains of a negative value that the parser has taken for an option, among the command line's words in front
    /// of `--`.
    static func refuseNegative(in words: [String], _ parse: (String) throws(TextRefusal) -> Void) throws {
        for word in words.prefix(while: { $0 != "--" })
        where word.hasPrefix("-") && word.dropFirst().first?.isNumber == true {
            try refusing(word, parse)
        }
    }

    /// Reads a value, with what is wrong with it as the parser's own complaint.
    static func refusing<Value>(_ text: String, _ parse: (String) throws(TextRefusal) -> Value) throws -> Value {
        do throws(TextRefusal) {
            return try parse(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}
