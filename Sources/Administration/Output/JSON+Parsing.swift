extension JSON {
    /// Reads a value; nil where the text is none, or has a number with a fraction.
    public init?(parsing text: String) {
        var parser = JSONParser(text)
        guard let value = parser.value(), parser.isAtEnd else { return nil }
        self = value
    }
}

/// Reads JSON, RFC 8259, as far as Ballast's own tools write it: numbers are whole.
private struct JSONParser {
    private var rest: Substring.UnicodeScalarView
    private var depth = 0

    private static let deepest = 64

    init(_ text: String) {
        rest = text[...].unicodeScalars
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return rest.isEmpty
        }
    }

    mutating func value() -> JSON? {
        skipSpace()
        guard depth < Self.deepest, let first = rest.first else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch first {
        case "{": return object()
        case "[": return array()
        case "\"": return string().map { .string($0) }
        case "t": return takeWord("true") ? .bool(true) : nil
        case "f": return takeWord("false") ? .bool(false) : nil
        case "n": return takeWord("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object() -> JSON? {
        rest.removeFirst()
        var members: [JSON.Member] = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard rest.first == "\"", let name = string(), take(":"), let value = value() else { return nil }
            members.append(JSON.Member(name, value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array() -> JSON? {
        rest.removeFirst()
        var values: [JSON] = []
        if take("]") { return .array([]) }
        repeat {
            guard let value = value() else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .array(values) : nil
    }

    private mutating func string() -> String? {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "\\":
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            case _ where scalar.value < 0x20: return nil
            default: text.append(scalar)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u":
            let digits = rest.prefix(4)
            guard digits.count == 4, let code = UInt32(String(digits), radix: 16) else { return nil }
            rest = rest.dropFirst(4)
            return Unicode.Scalar(code)
        case let scalar? where scalar == "\"" || scalar == "\\" || scalar == "/": return scalar
        default: return nil
        }
    }

    private mutating func number() -> JSON? {
        let digits = rest.prefix { $0 == "-" || "0"..."9" ~= $0 }
        guard let number = Int(String(digits)) else { return nil }
        rest = rest[digits.endIndex...]
        return .number(number)
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard rest.starts(with: word.unicodeScalars) else { return false }
        rest = rest.dropFirst(word.unicodeScalars.count)
        return true
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
    }
}
