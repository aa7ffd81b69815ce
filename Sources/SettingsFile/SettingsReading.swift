import BallastAgent
import TOMLKit

/// One pass over a file that the library has parsed: what it sets, and what is wrong with it.
struct SettingsReading {
    /// The values that may be used.
    private(set) var layer = SettingsLayers.Layer()
    /// What may not.
    private(set) var problems: [FileSettingsError.Problem] = []

    private let file: String
    private let lines: LineScanner

    /// Starts a pass.
    init(file: String, lines: LineScanner) {
        self.file = file
        self.lines = lines
    }

    /// Takes the whole file.
    mutating func take(_ table: TOMLTable) {
        for (key, value) in table {
            guard key == Self.domains else {
                take(key, value, of: nil)
                continue
            }
            guard let domains = value.table else {
                refuse(SettingRefusal(key: key, value: Self.text(value), allowed: Self.domainForm), at: [key])
                continue
            }
            for (domain, value) in domains { take(domain, value) }
        }
    }

    private mutating func take(_ domain: String, _ value: any TOMLValueConvertible) {
        let path = [Self.domains, domain]
        guard let table = value.table, 1...Self.longestName ~= domain.utf8.count else {
            let name = path.joined(separator: ".")
            return refuse(SettingRefusal(key: name, value: Self.text(value), allowed: Self.domainForm), at: path)
        }
        for (key, value) in table { take(key, value, of: domain) }
    }

    private mutating func take(_ key: String, _ value: any TOMLValueConvertible, of domain: String?) {
        let path = (domain.map { [Self.domains, $0] } ?? []) + [key]
        let label = domain.map { "\($0)/\(key)" } ?? key
        guard let definition = SettingDefinition.named(key), domain == nil || definition.isPerDomain else {
            return refuse(SettingRefusal(key: label, value: Self.text(value), allowed: nil), at: path)
        }
        do {
            layer[key, domain] = try definition.parse(Self.text(value, for: definition.kind), for: domain)
        } catch {
            refuse(error, at: path)
        }
    }

    private mutating func refuse(_ refusal: SettingRefusal, at path: [String]) {
        let line = lines.line(of: path)
        let place = line.map { "\(file), line \($0)" } ?? file
        problems.append(FileSettingsError.Problem(line: line, sentence: "\(place): \(refusal)"))
    }

    /// The value as it would stand in xenstore.
    private static func text(_ value: any TOMLValueConvertible, for kind: SettingKind? = nil) -> String {
        if let text = value.string { return text }
        if let isOn = value.bool, kind == .flag { return isOn ? "1" : "0" }
        return value.debugDescription
    }

    private static let domains = "domain"
    private static let domainForm = #"a table for each domain, such as [domain."web"]"#
    /// Longer than any name that a toolstack gives.
    private static let longestName = 256
}
