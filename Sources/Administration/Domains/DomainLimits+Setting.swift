import BallastAgent
import Xen

extension DomainLimits {
    /// Sets how far a domain may fall and rise. Both are checked before either is written.
    ///
    /// - Parameters:
    ///   - minimum: the floor; nil leaves it.
    ///   - maximum: the ceiling; nil leaves it.
    ///   - domain: the names below which the domain's settings may stand, the strongest first.
    public static func set(
        minimum: MemorySize?,
        maximum: MemorySize?,
        for domain: [String],
        _ editor: ConfigurationEditor
    ) throws(AdministrationError) {
        let floor = try value(minimum, minimumKey, domain, editor)
        let ceiling = try value(maximum, maximumKey, domain, editor)
        if let floor, let ceiling, floor > ceiling {
            throw .text(TextRefusal("\(floor)M", "is a floor above the ceiling of \(ceiling)M"))
        }
        if minimum != nil, let floor { try editor.set(minimumKey, to: "\(floor)", for: domain.first) }
        if maximum != nil, let ceiling { try editor.set(maximumKey, to: "\(ceiling)", for: domain.first) }
    }

    /// The number of MiB that is to hold: the new one, else the one that is set.
    private static func value(
        _ size: MemorySize?,
        _ key: String,
        _ domain: [String],
        _ editor: ConfigurationEditor
    ) throws(AdministrationError) -> Int? {
        let definition = try ConfigurationEditor.definition(of: key, for: domain.first)
        guard let size else {
            if case .number(let count) = try editor.entry(definition, for: domain).value { return count }
            return nil
        }
        guard size.kib.count % 1024 == 0 else { throw .text(TextRefusal("\(size)", "is no whole number of MiB")) }
        let text = "\(size.kib.count / 1024)"
        do {
            _ = try definition.parse(text, for: domain.first)
        } catch {
            throw .setting(error)
        }
        return size.kib.count / 1024
    }
}
