/// Splits the text of an xl configuration into its assignments.
struct GuestConfigurationScanner {
    /// `name = value` or `name += value`.
    struct Assignment {
        var name: String
        var isAddition: Bool
        var value: GuestConfiguration.Value
    }

    private let file: String
    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String, file: String) {
        self.file = file
        rest = text[...].unicodeScalars
    }

    /// The next assignment, nil at the end.
    mutating func next() throws(AdministrationError) -> Assignment? {
        skip(newlines: true, separators: true)
        guard !rest.isEmpty else { return nil }
        let name = take { Self.isName($0) }
        guard !name.isEmpty else { throw problem("a name is expected") }
        skip(newlines: false)
        let isAddition = takeIf("+")
        guard takeIf("=") else { throw problem("\"=\" is expected after \(name)") }
        skip(newlines: false)
        let value: GuestConfiguration.Value
        if takeIf("[") {
            value = .list(try list())
        } else {
            value = .text(try atom(after: name))
        }
        skip(newlines: false)
        guard rest.isEmpty || rest.first == "\n" || rest.first == ";" else {
            throw problem("the line goes on after the value of \(name)")
        }
        return Assignment(name: name, isAddition: isAddition, value: value)
    }

    private mutating func list() throws(AdministrationError) -> [String] {
        var items: [String] = []
        while true {
            skip(newlines: true)
            if takeIf("]") { return items }
            if takeIf("[") {
                _ = try list()
                items.append("")
            } else {
                items.append(try atom(after: "["))
            }
            skip(newlines: true)
            if takeIf("]") { return items }
            guard takeIf(",") else { throw problem("\",\" or \"]\" is expected in a list") }
        }
    }

    private mutating func atom(after what: String) throws(AdministrationError) -> String {
        for quote in ["\"", "'"] as [Unicode.Scalar] where takeIf(quote) {
            let text = take { $0 != quote && $0 != "\n" }
            guard takeIf(quote) else { throw problem("a text has no end") }
            return text
        }
        let text = take { Self.isName($0) || $0 == "-" || $0 == "." }
        guard !text.isEmpty else { throw problem("a value is expected after \(what)") }
        return text
    }

    private mutating func skip(newlines: Bool, separators: Bool = false) {
        while let first = rest.first {
            switch first {
            case " ", "\t", "\r": rest.removeFirst()
            case "#": _ = take { $0 != "\n" }
            case "\n" where newlines:
                line += 1
                rest.removeFirst()
            case ";" where separators: rest.removeFirst()
            default: return
            }
        }
    }

    private mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private mutating func takeIf(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private func problem(_ text: String) -> AdministrationError {
        .configuration(file: file, line: line, problem: text)
    }
}
