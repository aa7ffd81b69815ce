import BallastAgent

/// `KEY=VALUE`, or `DOMAIN/KEY=VALUE` for one domain, as `--set` takes it.
struct SettingAssignment {
    let domain: String?
    let key: String
    let value: SettingValue

    /// Reads an assignment.
    ///
    /// - Throws: ``SettingRefusal``, which names the key, the value and what is allowed.
    static func parse(_ text: String) throws(SettingRefusal) -> SettingAssignment {
        guard let equals = text.firstIndex(of: "=") else {
            throw SettingRefusal(key: text, value: "", allowed: "KEY=VALUE")
        }
        let path = text[..<equals]
        let slash = path.lastIndex(of: "/")
        let domain = slash.map { String(path[..<$0]) }
        let key = String(slash.map { path[path.index(after: $0)...] } ?? path)
        guard let definition = SettingDefinition.named(key), domain == nil || definition.isPerDomain else {
            throw SettingRefusal(key: String(path), value: "", allowed: nil)
        }
        let value = try definition.parse(String(text[text.index(after: equals)...]), for: domain)
        return SettingAssignment(domain: domain, key: key, value: value)
    }

    /// Puts the value into a layer.
    func apply(to layer: inout SettingsLayers.Layer) {
        layer[key, domain] = value
    }
}
