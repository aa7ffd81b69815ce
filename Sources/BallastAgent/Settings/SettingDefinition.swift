public import Ballooning

/// One setting: everything that is known of it stands here once, for the parser, the help, the documentation and the
/// policy alike.
public struct SettingDefinition: Sendable {
    /// The key, as it stands in xenstore, in the file and on the command line.
    public let name: String
    /// What values it takes.
    public let kind: SettingKind
    /// What it does, in one sentence.
    public let meaning: String

    let target: Target

    /// Where the value goes.
    enum Target: Sendable {
        case host(
            get: @Sendable (HostSettings) -> SettingValue,
            set: @Sendable (SettingValue, inout HostSettings) -> Void
        )
        case domain(
            get: @Sendable (DomainSettings) -> SettingValue,
            set: @Sendable (SettingValue, inout DomainSettings) -> Void
        )
    }

    /// Whether a domain may have a value of its own.
    public var isPerDomain: Bool {
        if case .domain = target { true } else { false }
    }

    /// What is in force while nobody sets it.
    public var defaultValue: SettingValue {
        switch target {
        case .host(let get, _): get(HostSettings())
        case .domain(let get, _): get(DomainSettings())
        }
    }

    /// The value that settings have.
    ///
    /// - Parameter profile: the domain's profile among them, for a setting that domains have; 0 is that of all others.
    public func value(in settings: Settings, profile: Int = 0) -> SettingValue {
        switch target {
        case .host(let get, _): get(settings.host)
        case .domain(let get, _): get(settings.profile(profile))
        }
    }

    /// Puts a value into settings: into the host's, or into a domain's.
    ///
    /// - Parameter profile: the domain's profile among them; nil for all of them.
    public func apply(_ value: SettingValue, to settings: inout Settings, profile: Int? = nil) {
        switch target {
        case .host(_, let set): set(value, &settings.host)
        case .domain(_, let set):
            for index in settings.profiles.indices where profile == nil || index == profile {
                set(value, &settings.profiles[index])
            }
        }
    }

    /// The setting of that key, nil if there is none.
    public static func named(_ name: String) -> SettingDefinition? {
        all.first { $0.name == name }
    }

    /// The value that `text` stands for.
    ///
    /// - Parameters:
    ///   - text: what was written.
    ///   - domain: the domain it was written for, for the refusal's sake.
    public func parse(_ text: String, for domain: String? = nil) throws(SettingRefusal) -> SettingValue {
        guard let value = kind.value(of: text) else {
            throw SettingRefusal(key: domain.map { "\($0)/\(name)" } ?? name, value: text, allowed: kind.allowed)
        }
        return value
    }
}
