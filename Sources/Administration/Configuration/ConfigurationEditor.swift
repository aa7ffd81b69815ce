public import BallastAgent
public import Xen

/// The administrator's settings in the store: looked up, set and taken back. Nothing is written that the agent would
/// refuse.
public struct ConfigurationEditor {
    private let store: any Store
    private let file: SettingsLayers.Layer

    static let domains = "domain"

    /// Works on a store.
    ///
    /// - Parameter file: what the configuration file says, which holds where the store says nothing.
    public init(_ store: any Store, file: SettingsLayers.Layer = SettingsLayers.Layer()) {
        self.store = store
        self.file = file
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

    /// Every setting of the host, then those that domains have of their own.
    public func entries() throws(AdministrationError) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        for definition in SettingDefinition.all { entries.append(try entry(definition, for: [])) }
        for domain in try configuredDomains() {
            for definition in SettingDefinition.all where definition.isPerDomain {
                let entry = try entry(definition, for: [domain])
                switch entry.origin {
                case .storeForDomain, .fileForDomain: entries.append(entry)
                case .store, .file, .builtIn: if entry.refusal != nil { entries.append(entry) }
                }
            }
        }
        return entries
    }

    /// The value of a setting that is in force.
    ///
    /// - Parameter names: what the domain is called, its uuid first; none for the host's value.
    public func entry(
        _ definition: SettingDefinition,
        for names: [String]
    ) throws(AdministrationError) -> ConfigurationEntry {
        let key = definition.name
        var entry = ConfigurationEntry(
            definition: definition,
            domain: names.first,
            value: definition.defaultValue,
            origin: .builtIn
        )
        var candidates: [(value: SettingValue, origin: SettingOrigin)] = []
        for name in names {
            let (value, refusal) = try stored(definition, for: name)
            entry.refusal = entry.refusal ?? refusal
            if let value { candidates.append((value, .storeForDomain)) }
        }
        let (value, refusal) = try stored(definition, for: nil)
        if names.isEmpty { entry.refusal = refusal }
        if let value { candidates.append((value, .store)) }
        for name in names { if let value = file.domains[name]?[key] { candidates.append((value, .fileForDomain)) } }
        if let value = file.host[key] { candidates.append((value, .file)) }
        if let first = candidates.first { (entry.value, entry.origin) = first }
        return entry
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
    /// - Parameter names: what the domain is called: the value goes under each of these names; none for the host's.
    /// - Returns: whether there was one.
    @discardableResult
    public func unset(_ key: String, for names: [String] = []) throws(AdministrationError) -> Bool {
        let paths = names.isEmpty ? [Self.path(key, nil)] : names.map { Self.path(key, $0) }
        do {
            var wasSet = false
            for path in paths where try store.readIfPresent(path) != nil {
                try store.removeIfPresent(path)
                wasSet = true
            }
            return wasSet
        } catch {
            throw .store(error)
        }
    }

    /// The domains that have settings of their own, by the names that they have there.
    public func configuredDomains() throws(AdministrationError) -> [String] {
        do {
            let stored = try store.children(of: AgentTree.configuration.appending(Self.domains))
            return Set(stored).union(file.domains.keys).sorted()
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
            guard let text = try store.text(path) else { return (nil, nil) }
            if let value = try? definition.parse(text) { return (value, nil) }
            let relative = path.text.dropFirst(AgentTree.configuration.text.utf8.count + 1)
            let published = try store.text(AgentTree.errors.appending(String(relative)))
            return (nil, published ?? "\"\(text)\" is not allowed, it takes \(definition.kind.allowed)")
        } catch {
            throw .store(error)
        }
    }

    private static func path(_ key: String, _ domain: String?) -> StorePath {
        let root = AgentTree.configuration
        return domain.map { root.appending(domains).appending($0).appending(key) } ?? root.appending(key)
    }
}
