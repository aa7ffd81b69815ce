import BallastAgent
import Xen

/// What people write as a setting's value, where they may give it a unit.
enum SettingText {
    /// The value as it stands in xenstore: `2G` for a setting in MiB is `2048`, `5m` for one in seconds is `300`.
    ///
    /// A plain number is left as it is, since the setting's own unit is meant.
    ///
    /// - Throws: ``TextRefusal`` for a size or a duration that is no whole number of the setting's units.
    static func plain(_ text: String, for definition: SettingDefinition) throws(TextRefusal) -> String {
        let unit: String
        switch definition.kind {
        case .number(_, let name), .numberOrAutomatic(_, let name): unit = name
        default: return text
        }
        guard text.first?.isNumber == true, text.last?.isLetter == true else { return text }
        switch unit {
        case "MiB": return try whole(try MemorySize(parsing: text).kib.count, of: 1024, unit, text)
        case "KiB": return "\(try MemorySize(parsing: text).kib.count)"
        case "pages": return try whole(try MemorySize(parsing: text).kib.count, of: 4, unit, text)
        case "s": return try whole(try TimeSpan(parsing: text).milliseconds, of: 1000, unit, text)
        case "ms": return "\(try TimeSpan(parsing: text).milliseconds)"
        default: return text
        }
    }

    private static func whole(_ count: Int, of factor: Int, _ unit: String, _ text: String) throws(TextRefusal)
        -> String
    {
        guard count % factor == 0 else { throw TextRefusal(text, "is no whole number of \(unit)") }
        return "\(count / factor)"
    }
}
