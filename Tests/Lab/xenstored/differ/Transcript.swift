import Xen

/// What has been asked and answered, and whether both servers said the same.
struct Transcript {
    private var operations: [WireOperation: Int] = [:]
    private var errors: [[UInt8]: Int] = [:]
    private var events = 0
    private var entries: [Entry] = []

    /// A request and its answer, made to text only if there is a difference to explain.
    struct Entry {
        let number: Int
        let session: Int
        let draft: Draft
        let answer: WireMessage?
    }

    /// A line for each kind of answer.
    var summary: String {
        let answers =
            operations.map { ($0.value, "\($0.key)") } + errors.map { ($0.value, Self.text($0.key)) }
        return (answers.sorted { $0.0 > $1.0 }.map { "  \($0) \($1)" } + ["  \(events) events"])
            .joined(separator: "\n")
    }

    /// Remembers a request, for the explanation of a difference.
    mutating func record(_ entry: Entry) {
        entries.append(entry)
        if entries.count > 2000 { entries.removeFirst(1000) }
    }

    /// Compares the answers to a request as far as they have to be equal, and hands them out.
    mutating func compare(
        _ draft: Draft,
        _ left: Answer,
        _ right: Answer
    ) throws(Failure) -> (left: WireMessage, right: WireMessage) {
        guard let leftMessage = left.message, let rightMessage = right.message else {
            throw difference(
                "no answer",
                left.message.map(Self.text) ?? "none",
                right.message.map(Self.text) ?? "none",
                kind: "\(draft.operation): no answer"
            )
        }
        if leftMessage.operation == .error {
            errors[leftMessage.payload, default: 0] += 1
        } else {
            operations[draft.operation, default: 0] += 1
        }
        guard areEqual(draft, leftMessage, rightMessage) else {
            throw difference(
                "answers differ",
                Self.text(leftMessage),
                Self.text(rightMessage),
                kind: "\(draft.operation): \(Self.kind(leftMessage)), not \(Self.kind(rightMessage))"
            )
        }
        return (leftMessage, rightMessage)
    }

    /// Compares what a connection has been told.
    mutating func compareEvents(_ session: Int, _ left: [[UInt8]], _ right: [[UInt8]]) throws(Failure) {
        events += left.count
        guard left != right else { return }
        throw difference(
            "events of connection \(session) differ",
            left.map(Self.text).joined(separator: ", "),
            right.map(Self.text).joined(separator: ", "),
            kind: "events: \(Self.kind(left, right))"
        )
    }

    private static func kind(_ message: WireMessage) -> String {
        message.operation == .error ? String(text(message.payload).dropLast()) : "an answer"
    }

    private static func kind(_ left: [[UInt8]], _ right: [[UInt8]]) -> String {
        if Set(left) != Set(right) { return "others" }
        return left.count == right.count ? "another order" : "another number of equal ones"
    }

    private func areEqual(_ draft: Draft, _ left: WireMessage, _ right: WireMessage) -> Bool {
        guard left.operation == right.operation else { return false }
        guard left.operation != .error else { return left.payload == right.payload }
        return switch draft.comparison {
        case .whole: left.payload == right.payload
        case .withoutGeneration: left.payload.drop { $0 != 0 }.elementsEqual(right.payload.drop { $0 != 0 })
        case .transaction: true
        }
    }

    private func difference(_ what: String, _ left: String, _ right: String, kind: String) -> Failure {
        Failure(
            """
            \(what)
              before:
            \(entries.suffix(150).map { "    \(Self.text($0))" }.joined(separator: "\n"))
              left:  \(left)
              right: \(right)
            """,
            kind: kind
        )
    }

    private static func text(_ entry: Entry) -> String {
        let transaction = (entry.draft.open?.left ?? entry.draft.strayTransaction).map { " in \($0)" } ?? ""
        let said = entry.answer.map(text) ?? "no answer"
        let request = "\(entry.draft.operation) \(text(entry.draft.payload))"
        return "\(entry.number) #\(entry.session)\(transaction) \(request) -> \(said)"
    }

    private static func text(_ message: WireMessage) -> String {
        "\(message.operation) \(text(message.payload))"
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(160).map { byte in
            switch byte {
            case 0: "|"
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default: "\\" + String(byte, radix: 16)
            }
        }
        return shown.joined() + (bytes.count > 160 ? "… (\(bytes.count) bytes)" : "")
    }
}
