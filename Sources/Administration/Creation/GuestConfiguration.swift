/// An xl configuration file, as far as its assignments go (xl.cfg(5)): names with numbers, texts and lists.
public struct GuestConfiguration: Sendable, Hashable {
    /// A value that was assigned.
    public enum Value: Sendable, Hashable {
        /// A text or a number, as it was written.
        case text(String)
        /// A list; what is nested in it is left out.
        case list([String])
    }

    /// What the file was called.
    public var file: String
    /// The last value of each name.
    public private(set) var values: [String: Value] = [:]

    /// Reads a file's text.
    ///
    /// - Parameter overrides: further assignments behind it, as `xl create` takes them.
    /// - Throws: ``AdministrationError/configuration(file:line:problem:)``.
    public init(
        parsing text: String,
        file: String,
        overrides: [String] = []
    ) throws(AdministrationError) {
        self.file = file
        var scanner = GuestConfigurationScanner(text, file: file)
        while let assignment = try scanner.next() { take(assignment) }
        for override in overrides {
            var scanner = GuestConfigurationScanner(override, file: "\"\(override)\"")
            while let assignment = try scanner.next() { take(assignment) }
        }
    }

    private mutating func take(_ assignment: GuestConfigurationScanner.Assignment) {
        guard assignment.isAddition, let before = values[assignment.name] else {
            values[assignment.name] = assignment.value
            return
        }
        switch (before, assignment.value) {
        case (.list(let first), .list(let second)): values[assignment.name] = .list(first + second)
        case (.text(let first), .text(let second)): values[assignment.name] = .text(first + second)
        default: values[assignment.name] = assignment.value
        }
    }

    /// The text of a name, nil if it has none.
    public func text(_ name: String) -> String? {
        if case .text(let text) = values[name] { text } else { nil }
    }

    /// The whole number of a name, nil if it has none.
    ///
    /// - Throws: ``AdministrationError/configuration(file:line:problem:)`` if its value is no such number.
    func number(_ name: String, in range: ClosedRange<Int>) throws(AdministrationError) -> Int? {
        guard let value = values[name] else { return nil }
        let text = if case .text(let text) = value { text } else { "a list" }
        let number = text.lowercased().hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
        guard let number, range.contains(number) else {
            let problem = "\(name) = \(text) is not allowed, it takes \(range.lowerBound) to \(range.upperBound)"
            throw .configuration(file: file, line: nil, problem: problem)
        }
        return number
    }

    /// Whether a name is set to something else than 0.
    func isOn(_ name: String, byDefault: Bool) throws(AdministrationError) -> Bool {
        try number(name, in: 0...1).map { $0 == 1 } ?? byDefault
    }

    /// Whether a name has a list with something in it.
    func hasItems(_ name: String) -> Bool {
        if case .list(let items) = values[name] { !items.isEmpty } else { false }
    }
}
