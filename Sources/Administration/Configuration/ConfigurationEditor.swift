public import BallastAgent
public import Xen

/// The administrator's settings in the store: looked up, set and taken back. Nothing is written that the agent would
/// refuse.
public struct ConfigurationEditor {
    private let store: any Store
    var layers: SettingsLayers

    static let domains = "domain"

    /// Works on a store.
    ///
    /// - Parameter layers: what is set elsewhere: on the agent's command line and in the file. A value of the store's
    ///   layer is one that is in force although the store says something else, which was refused.
    public init(_ store: any Store, layers: SettingsLayers = SettingsLayers()) {
        self.store = store
        self.layers = layers
        for source in SettingsLayers.Source.allCases { self.layers[source] = layers[source].canonical }
    }

    /// Works on a store, with what is set elsewhere as far as an agent that runs has published it.
    ///
    /// - Parameter file: reads the configuration file, for a host where no agent runs.
    public init(
        _ store: any Store,
        isAlive: (Int32) -> Bool = AgentProcess.isAlive,
        file: () throws(AdministrationError) -> SettingsLayers.Layer
    ) throws(AdministrationError) {
        let isRunning: Bool
        do throws(AdministrationError) {
            try AgentProcess.require(in: store, isAlive: isAlive)
            isRunning = true
        } catch {
            if case .store = error { throw error }
            isRunning = false
        }
        var layers = SettingsLayers()
        if isRunning {
            do {
                layers = try PublishedSettings.read(from: store)
            } catch {
                throw .store(error)
            }
        } else {
            layers.file = try file()
        }
        self.init(store, layers: layers)
    }

    /// The setting of that name.
    ///
    /// - Throws: ``AdministrationError/setting(_:)`` if there is none, or none that a domain may have of its own.
    public static func definition(
        of key: String,
        for domain: String?
    ) throws(AdministrationError) -> SettingDefinition {
        guard let definition = SettingDefinition.named(key) else {
            throw .setting(SettingRefusal(key: key, value: "", allowed: nil))
        }
        guard domain == nil || definition.isPerDomain else {
            throw .text(TextRefusal(key, "is a setting of the host, not of a domain"))
        }
        return definition
    }

    /// The names below which the settings of a domain may stand, the strongest first: its uuid, which survives a
    /// renaming, then its own name.
    ///
    /// - Parameter text: the domain as a person names it; one that does not run can be named by its uuid, or by the name
    ///   that its settings stand under.
    public func keys(for text: String, in directory: DomainDirectory) throws(AdministrationError) -> [String] {
        do throws(AdministrationError) {
            let domain = try directory.find(text)
            return domain.key == domain.name ? [domain.key] : [domain.key, domain.name]
        } catch {
            guard case .unknownDomain = error else { throw error }
            if let uuid = DomainUUID(parsing: text) { return [uuid.description] }
            guard try configuredDomains().contains(text) else { throw error }
            return [text]
        }
    }

    /// Every setting of the host, then those that domains have of their own.
    public func entries() throws(AdministrationError) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        for definition in SettingDefinition.all { entries.append(try entry(definition)) }
        for domain in try configuredDomains() {
            for definition in SettingDefinition.all where definition.isPerDomain {
                let entry = try entry(definition, for: [domain])
                if entry.origin.isForDomain || entry.refusal != nil { entries.append(entry) }
            }
        }
        return entries
    }

    /// The value of a setting that is in force.
    ///
    /// - Parameter domain: the names below which the domain's settings may stand; none for the host's value.
    public func entry(
        _ definition: SettingDefinition,
        for domain: [String] = []
    ) throws(AdministrationError) -> ConfigurationEntry {
        let key = definition.name
        var layers = layers
        var refusals: [String?: String] = [:]
        for name in [nil] + domain.map(Optional.some) {
            let stored = try stored(definition, for: name)
            refusals[name] = stored.refusal
            // What is refused leaves the value before it in force.
            if let value = stored.value { layers.store[key, name] = value }
        }
        let found = layers.value(of: key, for: domain)
        return ConfigurationEntry(
            definition: definition,
            domain: domain.first,
            value: found?.value ?? definition.defaultValue,
            origin: found.map { SettingOrigin(source: $0.source, isForDomain: $0.isForDomain) } ?? .builtIn,
            refusal: domain.isEmpty ? refusals[nil] : domain.lazy.compactMap { refusals[$0] }.first
        )
    }

    /// Sets a value.
    ///
    /// - Parameters:
    ///   - text: the value as a person writes it: a size may carry its unit.
    ///   - domain: the domain's uuid or name; nil for the host.
    /// - Returns: the value as it was written.
    @discardableResult
    public func set(
        _ key: String,
        to text: String,
        for domain: String? = nil
    ) throws(AdministrationError) -> SettingValue {
        let definition = try Self.definition(of: key, for: domain)
        let value: SettingValue
        do {
            value = try definition.parse(try SettingText.plain(text, for: definition), for: domain)
        } catch let refusal as SettingRefusal {
            throw .setting(refusal)
        } catch let refusal as TextRefusal {
            throw .text(refusal)
        } catch {
            throw .text(TextRefusal(text, "is not a value"))
        }
        do {
            try store.write(Self.path(key, domain), value.description)
        } catch {
            throw .store(error)
        }
        return value
    }

    /// Takes a value back, so that the one below it holds again.
    ///
    /// - Parameter domain: the names below which the domain's settings may stand; none for the host's value.
    /// - Returns: whether there was one.
    @discardableResult
    public func unset(_ key: String, for domain: [String] = []) throws(AdministrationError) -> Bool {
        guard !domain.isEmpty else { return try remove(key, of: nil) }
        var wasSet = false
        for name in domain where try remove(key, of: name) { wasSet = true }
        return wasSet
    }

    private func remove(_ key: String, of domain: String?) throws(AdministrationError) -> Bool {
        let path = Self.path(key, domain)
        do {
            guard Self.isNode(domain ?? key), try store.readIfPresent(path) != nil else { return false }
            try store.removeIfPresent(path)
            // The last one takes the domain's node with it: an empty one would look like a domain with settings.
            if let domain, try store.children(of: Self.home(domain)).isEmpty {
                try store.removeIfPresent(Self.home(domain))
            }
            return true
        } catch {
            throw .store(error)
        }
    }

    /// The domains that have settings of their own, by the names that they have there.
    public func configuredDomains() throws(AdministrationError) -> [String] {
        do {
            let stored = try store.children(of: AgentTree.configuration.appending(Self.domains))
            let elsewhere = SettingsLayers.Source.allCases.flatMap { layers[$0].domains.keys }
            return Set(stored).union(elsewhere).sorted()
        } catch {
            throw .store(error)
        }
    }

    private func stored(
        _ definition: SettingDefinition,
        for domain: String?
    ) throws(AdministrationError) -> (value: SettingValue?, refusal: String?) {
        let path = Self.path(definition.name, domain)
        do {
            // A domain's name may have what no node's has; its settings stand under its uuid then, or in the file.
            guard domain.map(Self.isNode) != false else { return (nil, nil) }
            guard let text = try store.text(path) else { return (nil, nil) }
            if let value = try? definition.parse(text) { return (value, nil) }
            let relative = AgentTree.configuration.rest(of: path)
            let published = try store.text(AgentTree.errors.appending(String(relative)))
            return (nil, published ?? "\"\(text)\" is not allowed, it takes \(definition.kind.allowed)")
        } catch {
            throw .store(error)
        }
    }

    private static func isNode(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(StorePath.isNameByte)
    }

    private static func home(_ domain: String) -> StorePath {
        AgentTree.configuration.appending(domains).appending(domain)
    }

    private static func path(_ key: String, _ domain: String?) -> StorePath {
        domain.map { home($0) }?.appending(key) ?? AgentTree.configuration.appending(key)
    }
}
