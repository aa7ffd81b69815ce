import BallastAgent

extension SettingsReference {
    /// The configuration file as it is installed: every setting with what it does, none of them set.
    public static var file: String {
        var text = """
            # Settings of ballast, read at its start and on "systemctl reload ballast": see ballast.toml(5). Each line shows
            # what is in force without it.

            """
        let host = SettingDefinition.all.filter { !$0.isPerDomain }
        for definition in host + SettingDefinition.all.filter(\.isPerDomain) {
            text += "\n# \(definition.meaning) Takes \(definition.kind.allowed).\n"
            text += "#\(definition.name) = \(value(of: definition))\n"
        }
        return text + """

            # A domain by its name or its uuid may have those of the settings above that are not the host's alone:
            #[domain."database"]
            #weight = 400

            """
    }

    /// A default as TOML spells it: words in quotes, numbers as they are.
    private static func value(of definition: SettingDefinition) -> String {
        let text = "\(definition.defaultValue)"
        return Int(text) == nil ? "\"\(text)\"" : text
    }
}
