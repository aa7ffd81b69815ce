public import BallastAgent

/// A setting with the value that is in force, as far as the store and the file tell.
public struct ConfigurationEntry: Sendable {
    /// The setting.
    public var definition: SettingDefinition
    /// The domain that the value is for, as its node is called; nil for the host's.
    public var domain: String?
    /// The value.
    public var value: SettingValue
    /// Where it comes from.
    public var origin: SettingOrigin
    /// Why a value that somebody has set is not in force; nil if none is refused.
    public var refusal: String?

    /// The setting for programs.
    public var json: JSON {
        [
            "key": .string(definition.name), "domain": .text(domain), "value": .string(value.description),
            "origin": .string(origin.description), "allowed": .string(definition.kind.allowed),
            "default": .string(definition.defaultValue.description), "refusal": .text(refusal),
        ]
    }
}
