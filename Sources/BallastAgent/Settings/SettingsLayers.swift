public import Ballooning

/// The values that have been set, by whom, and what follows from them.
///
/// A value on the command line wins over one in xenstore, which wins over one in the file, which wins over the built-in
/// one. Among the values of one layer, one for a domain wins over the host-wide one.
public struct SettingsLayers: Sendable, Equatable {
    /// The values of one layer.
    public struct Layer: Sendable, Equatable {
        /// Host-wide values by key.
        public var host: [String: SettingValue] = [:]
        /// Values by domain, which is a uuid or a name, and by key.
        public var domains: [String: [String: SettingValue]] = [:]

        /// An empty layer.
        public init() {}
    }

    /// What `/etc/ballast/ballast.toml` says.
    public var file = Layer()
    /// What xenstore says.
    public var store = Layer()
    /// What the command line says.
    public var commandLine = Layer()

    /// Nothing is set.
    public init() {}

    /// The settings that follow: the host's, the default of all domains, and a profile for each domain that differs.
    public func resolve() -> ResolvedSettings {
        var host = HostSettings()
        var base = DomainSettings()
        for definition in SettingDefinition.all {
            guard let value = value(of: definition.name) else { continue }
            switch definition.target {
            case .host(_, let set): set(value, &host)
            case .domain(_, let set): set(value, &base)
            }
        }
        var resolved = ResolvedSettings(settings: Settings(host: host, profiles: [base]))
        for name in Set(layers.flatMap(\.domains.keys)).sorted() {
            var profile = base
            for definition in SettingDefinition.all {
                guard case .domain(_, let set) = definition.target,
                    let value = value(of: definition.name, for: name)
                else { continue }
                set(value, &profile)
            }
            resolved.profiles[name] = resolved.settings.profiles.count
            resolved.settings.profiles.append(profile)
        }
        return resolved
    }

    /// From the strongest to the weakest.
    private var layers: [Layer] { [commandLine, store, file] }

    private func value(of key: String) -> SettingValue? {
        for layer in layers { if let value = layer.host[key] { return value } }
        return nil
    }

    /// The value that a domain has of its own: a host-wide one of a stronger layer stands above it.
    private func value(of key: String, for domain: String) -> SettingValue? {
        for layer in layers {
            if let value = layer.domains[domain]?[key] ?? layer.host[key] { return value }
        }
        return nil
    }
}

/// Settings as the policy takes them, with the domains that have a profile of their own.
public struct ResolvedSettings: Sendable, Equatable {
    /// The settings.
    public var settings: Settings
    /// The index of a domain's profile by its uuid or name.
    public var profiles: [String: Int] = [:]
}
