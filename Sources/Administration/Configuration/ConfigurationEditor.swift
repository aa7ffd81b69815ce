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

    /// The name below which the settings of a domain stand: its own name if they do already, else its uuid, which
    /// survives a renaming. The agent takes the settings of only one of the two, the uuid's.
    ///
    /// - Parameter text: the domain as a person names it; one that does not run can be named by its uuid, or by the name
    ///   that its settings stand under.
    public func key(for text: String, in directory: DomainDirectory) throws(AdministrationError) -> String {
        let configured = try configuredDomains()
        do throws(AdministrationError) {
            let domain = try directory.find(text)
            let stands = !configured.contains(domain.key) && configured.contains(domain.name)
            return stands ? domain.name : domain.key
        } catch {
            guard case .unknownDomain = error else { throw error }
            if let uuid = DomainUUID(parsing: text) { return uuid.description }
            guard configured.contains(text) else { throw error }
            return text
        }
    }

    /// Every setting of the host, then those that domains have of their own.
    public func entries() throws(AdministrationError) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        for definition in SettingDefinition.all { entries.append(try entry(definition)) }
        for domain in try configuredDomains() {
            for definition in SettingDefinition.all where definition.isPerDomain {
                let entry = try entry(definition, for: domain)
                if entry.origin.isForDomain || entry.refusal != nil { entries.append(entry) }
            }
        }
        return entries
    }

    /// The value of a setting that is in force.
    ///
    /// - Parameter domain: the name below which the domain's settings stand; nil for the host's value.
    public func entry(
        _ definition: SettingDefinition,
        for domain: String? = nil
    ) throws(AdministrationError) -> ConfigurationEntry {
        let key = definition.name
        let host = try stored(definition, for: nil)
        let own = try domain.map { (domain) throws(AdministrationError) in try stored(definition, for: domain) }
        let candidates: [(value: SettingValue?, origin: SettingOrigin)] = [
            (own?.value, .storeForDomain), (host.value, .store),
            (domain.flatMap { file.domains[$0]?[key] }, .fileForDomain), (file.host[key], .file),
        ]
        let first = candidates.first { $0.value != nil }
        return ConfigurationEntry(
            definition: definition,
            domain: domain,
            value: first?.value ?? definition.defaultValue,
            origin: first?.origin ?? .builtIn,
            refusal: domain == nil ? host.refusal : own?.refusal
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
    /// - Returns: whether there was one.
    @discardableResult
    public func unset(_ key: String, for domain: String? = nil) throws(AdministrationError) -> Bool {
        let path = Self.path(key, domain)
        do {
            guard try store.readIfPresent(path) != nil else { return false }
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

    private static func home(_ domain: String) -> StorePath {
        AgentTree.configuration.appending(domains).appending(domain)
    }

    private static func path(_ key: String, _ domain: String?) -> StorePath {
        domain.map { home($0) }?.appending(key) ?? AgentTree.configuration.appending(key)
    }
}
