import BallastAgent

extension ConfigurationEditor {
    /// What is set in the store and in the file, as a file: what a host needs to come up with the same settings after its
    /// next boot, since xenstore is empty then. What is set for one run on the agent's command line is left out, and so
    /// are values that are refused.
    public func export() throws(AdministrationError) -> String {
        var layer = SettingsLayers.Layer()
        for entry in try lastingEntries() { layer[entry.definition.name, entry.domain] = entry.value }
        var text = Self.lines(layer.host)
        for (domain, values) in layer.domains.sorted(by: { $0.key < $1.key }) {
            text += "\(text.isEmpty ? "" : "\n")[domain.\(Self.quoted(domain))]\n\(Self.lines(values))"
        }
        return text
    }

    /// The store's values above the file's, as those of one layer that has the same effect.
    public func lastingEntries() throws(AdministrationError) -> [ConfigurationEntry] {
        var editor = self
        editor.layers.commandLine = SettingsLayers.Layer()
        return try editor.entries().filter { entry in
            entry.origin != .builtIn && entry.origin.isForDomain == (entry.domain != nil)
        }
    }

    private static func lines(_ values: [String: SettingValue]) -> String {
        SettingDefinition.all.compactMap { definition in
            values[definition.name].map { "\(definition.name) = \(text(of: $0))\n" }
        }.joined()
    }

    private static func text(of value: SettingValue) -> String {
        switch value {
        case .flag(let isOn): "\(isOn)"
        case .number(let number): "\(number)"
        case .choice, .automatic: quoted(value.description)
        }
    }

    /// A basic string of TOML: what JSON escapes is escaped the same way there.
    private static func quoted(_ text: String) -> String {
        JSON.string(text).description
    }
}
