/// What values a setting takes, and in which unit.
public enum SettingKind: Sendable, Hashable {
    /// `0` or `1`.
    case flag
    /// One of a few words.
    case choice([String])
    /// A whole number within a range, in a unit such as `MiB` or `ms`; an empty unit means a bare number.
    case number(ClosedRange<Int>, unit: String)
    /// The same, or `auto` for a value that the agent works out.
    case numberOrAutomatic(ClosedRange<Int>, unit: String)

    /// What a person may write, such as `1 to 100 MiB`.
    public var allowed: String {
        switch self {
        case .flag: "0 or 1"
        case .choice(let words): words.joined(separator: " or ")
        case .number(let range, let unit):
            "\(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
        case .numberOrAutomatic(let range, let unit):
            "auto or \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
        }
    }

    /// The value that a text stands for, nil where the text is none of this kind.
    public func value(of text: String) -> SettingValue? {
        switch self {
        case .flag:
            switch text {
            case "0": return .flag(false)
            case "1": return .flag(true)
            default: return nil
            }
        case .choice(let words):
            return words.contains(text) ? .choice(text) : nil
        case .number(let range, _):
            return Self.number(text, in: range)
        case .numberOrAutomatic(let range, _):
            return text == "auto" ? .automatic : Self.number(text, in: range)
        }
    }

    /// Plain decimal digits only: `+5`, ` 5` and `0x5` are typing mistakes until somebody says otherwise.
    private static func number(_ text: String, in range: ClosedRange<Int>) -> SettingValue? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        guard let number = Int(text), range.contains(number) else { return nil }
        return .number(number)
    }
}

/// A value of a setting that has been found to be one that it may have.
public enum SettingValue: Sendable, Hashable {
    /// On or off.
    case flag(Bool)
    /// A word of a choice.
    case choice(String)
    /// A number in the setting's unit.
    case number(Int)
    /// Left to the agent.
    case automatic
}

extension SettingValue: CustomStringConvertible {
    /// The value as it is written in xenstore and in the file.
    public var description: String {
        switch self {
        case .flag(let isOn): isOn ? "1" : "0"
        case .choice(let word): word
        case .number(let number): "\(number)"
        case .automatic: "auto"
        }
    }
}
