import BallastAgent

extension ConfigurationEditor {
    /// What is set in the store, as a configuration file: what a host needs to come up with the same settings after
    /// its next boot, since xenstore is empty then. Values that are refused are left out.
    public func export() throws(AdministrationError) -> String {
        var text = ""
        for definition in SettingDefinition.all {
            let entry = try entry(definition)
            if entry.origin == .store { text += Self.line(entry) }
        }
        for domain in try configuredDomains() {
            var section = ""
            for definition in SettingDefinition.all where definition.isPerDomain {
                let entry = try entry(definition, for: domain)
                if entry.origin == .storeForDomain { section += Self.line(entry) }
            }
            guard !section.isEmpty else { continue }
            text += "\(text.isEmpty ? "" : "\n")[domain.\(Self.quoted(domain))]\n\(section)"
        }
        return text
    }

    private static func line(_ entry: ConfigurationEntry) -> String {
        switch entry.value {
        case .flag(let isOn): "\(entry.definition.name) = \(isOn)\n"
        case .number(let number): "\(entry.definition.name) = \(number)\n"
        case .choice, .automatic: "\(entry.definition.name) = \(quoted(entry.value.description))\n"
        }
    }

    /// A basic string of TOML: what JSON escapes is escaped the same way there.
    private static func quoted(_ text: String) -> String {
        JSON.string(text).description
    }
}
