public import Ballooning
import Xen

/// The values that have been set, by whom, and what follows from them.
///
/// A value on the command line wins over one in xenstore, which wins over one in the file, which wins over the built-in
/// one. Among the values of one layer, one for a domain wins over the host-wide one; among those for a domain, the one
/// under its uuid over the one under its name.
public struct SettingsLayers: Sendable, Equatable {
    /// What `/etc/ballast/ballast.toml` says.
    public var file = Layer()
    /// What xenstore says.
    public var store = Layer()
    /// What the command line says.
    public var commandLine = Layer()

    /// Nothing is set.
    public init() {}

    /// Where a value comes from.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// The agent's command line.
        case commandLine = "command-line"
        /// Xenstore.
        case store = "xenstore"
        /// The file.
        case file
    }

    /// The values of one source.
    public subscript(source: Source) -> Layer {
        get {
            switch source {
            case .commandLine: commandLine
            case .store: store
            case .file: file
            }
        }
        set {
            switch source {
            case .commandLine: commandLine = newValue
            case .store: store = newValue
            case .file: file = newValue
            }
        }
    }

    /// The value of a setting that is in force, where it comes from, and whether it was set for the domain; nil if
    /// nobody has set it.
    ///
    /// - Parameter domain: the names that the domain's values may stand under, the strongest first; none for the host.
    public func value(
        of key: String,
        for domain: [String] = []
    ) -> (value: SettingValue, source: Source, isForDomain: Bool)? {
        for source in Source.allCases {
            let layer = self[source]
            for name in domain { if let value = layer.domains[name]?[key] { return (value, source, true) } }
            if let value = layer.host[key] { return (value, source, false) }
        }
        return nil
    }

    /// The settings that follow: the host's, the default of all domains, and a profile for each domain that differs.
    ///
    /// - Parameter names: the names of domains that run, by their uuid in its usual spelling.
    public func resolve(names: [String: String] = [:]) -> ResolvedSettings {
        var host = HostSettings()
        var base = DomainSettings()
        for definition in SettingDefinition.all {
            guard let value = value(of: definition.name)?.value else { continue }
            switch definition.target {
            case .host(_, let set): set(value, &host)
            case .domain(_, let set): set(value, &base)
            }
        }
        var resolved = ResolvedSettings(settings: Settings(host: host, profiles: [base]))
        resolved.provisions = [GuestProvision(base) { value(of: $0) != nil }]
        guard hasDomains else { return resolved }
        var layers = self
        for source in Source.allCases { layers[source] = self[source].canonical }
        for domain in Set(Source.allCases.flatMap { layers[$0].domains.keys }).sorted() {
            var profile = base
            let aliases = [domain] + (names[domain].map { [$0] } ?? [])
            for definition in SettingDefinition.all {
                guard case .domain(_, let set) = definition.target,
                    let value = layers.value(of: definition.name, for: aliases)?.value
                else { continue }
                set(value, &profile)
            }
            resolved.profiles[domain] = resolved.settings.profiles.count
            resolved.settings.profiles.append(profile)
            resolved.provisions.append(GuestProvision(profile) { layers.value(of: $0, for: aliases) != nil })
        }
        return resolved
    }

    /// Whether any domain has a value of its own.
    public var hasDomains: Bool {
        Source.allCases.contains { !self[$0].domains.isEmpty }
    }
}

/// Settings as the policy takes them, with the domains that have a profile of their own.
public struct ResolvedSettings: Sendable, Equatable {
    /// The settings.
    public var settings: Settings
    /// The index of a domain's profile by its uuid or name.
    public var profiles: [String: Int] = [:]
    /// What guests of each profile are to find in the store.
    var provisions: [GuestProvision] = []

    /// What a guest of that profile is to find.
    func provision(_ profile: Int) -> GuestProvision {
        provisions.indices.contains(profile) ? provisions[profile] : GuestProvision()
    }
}
