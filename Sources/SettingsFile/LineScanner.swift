import BallastAgent

/// Looks at the shape of a settings file before the library parses it.
///
/// A settings file has comments, `[tables]` and `KEY = VALUE` with one value, each on a line of its own. Whatever is not
/// of that shape is refused here: the library's parser ends the whole process on some of it, such as `[.a]`. Beside
/// that, the scanner notes in which line each key stands, which the library does not tell.
struct LineScanner {
    private var lines: [[String]: Int] = [:]
    private var table: [String] = []

    /// Looks at a text.
    ///
    /// - Throws: the number of the first line that has not the shape.
    init(_ text: String) throws(BadLine) {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            var rest = Cursor(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            guard take(&rest, at: index + 1), rest.isAtEnd else { throw BadLine(number: index + 1) }
        }
    }

    /// A line that has not the shape.
    struct BadLine: Error {
        let number: Int
    }

    /// The line of a key, or of the nearest table around it; nil if there is neither.
    func line(of path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let line = lines[path] { return line }
            path.removeLast()
        }
        return nil
    }

    private mutating func take(_ line: inout Cursor, at number: Int) -> Bool {
        if line.isAtEnd { return true }
        if line.skip("[") {
            guard let path = line.takePath(), line.skip("]") else { return false }
            table = path
            note(path, at: number)
            return true
        }
        guard let path = line.takePath(), line.skip("="), line.takeValue() else { return false }
        note(table + path, at: number)
        return true
    }

    private mutating func note(_ path: [String], at line: Int) {
        if lines[path] == nil { lines[path] = line }
    }
}

extension LineScanner {
    /// A place in a line.
    private struct Cursor {
        private var rest: Substring.UTF8View

        init(_ line: Substring.UTF8View) {
            rest = line
            skipSpace()
        }

        /// Whether nothing is left but a comment.
        var isAtEnd: Bool {
            guard let first = rest.first else { return true }
            return first == UInt8(ascii: "#") && rest.allSatisfy(Self.isText)
        }

        /// Passes over one character and the space behind it, if it is the next one.
        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            skipSpace()
            return true
        }

        /// The parts of a dotted key, nil if there is none.
        mutating func takePath() -> [String]? {
            var parts: [String] = []
            repeat {
                guard let part = takeString() ?? takeWord(where: Self.isKey) else { return nil }
                parts.append(part)
                skipSpace()
            } while skip(".")
            return parts
        }

        /// Whether there is one value.
        mutating func takeValue() -> Bool {
            guard takeString() == nil else {
                skipSpace()
                return true
            }
            guard let word = takeWord(where: Self.isPartOfValue), Self.isValue(word) else { return false }
            skipSpace()
            return true
        }

        /// What stands between quotes; escapes stay as they are, but for those of a quote and of themselves.
        private mutating func takeString() -> String? {
            guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            var text: [UInt8] = []
            var bytes = rest.dropFirst()
            while let byte = bytes.popFirst() {
                guard Self.isText(byte) else { return nil }
                if byte == quote {
                    rest = bytes
                    return String(decoding: text, as: UTF8.self)
                }
                guard byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") else {
                    text.append(byte)
                    continue
                }
                guard let escaped = bytes.popFirst() else { return nil }
                text.append(escaped)
            }
            return nil
        }

        private mutating func takeWord(where isPart: (UInt8) -> Bool) -> String? {
            let word = rest.prefix(while: isPart)
            guard !word.isEmpty else { return nil }
            rest = rest.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }

        private mutating func skipSpace() {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }

        private static func isKey(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }

        private static func isPartOfValue(_ byte: UInt8) -> Bool {
            isKey(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
        }

        /// `true`, `false`, or a decimal number with or without a fraction. TOML has dates and more besides, which no
        /// setting is.
        private static func isValue(_ word: String) -> Bool {
            if word == "true" || word == "false" { return true }
            let isSigned = word.first == "+" || word.first == "-"
            let parts = word.utf8.dropFirst(isSigned ? 1 : 0).split(
                separator: UInt8(ascii: "."),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            return parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            }
        }

        /// Control characters have no place in a file that people read.
        private static func isText(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "\t") || (byte >= 0x20 && byte != 0x7F)
        }
    }
}
