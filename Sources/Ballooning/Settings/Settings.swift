/// All settings that one plan is made under.
public struct Settings: Sendable, Hashable, Codable {
    /// The settings of the host.
    public var host: HostSettings
    /// The settings of the domains: the first is the default, the others are those that differ from it.
    public var profiles: [DomainSettings]

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - host: the settings of the host.
    ///   - profiles: the settings of the domains, the default first.
    public init(host: HostSettings = HostSettings(), profiles: [DomainSettings] = [DomainSettings()]) {
        self.host = host
        self.profiles = profiles
    }

    /// The settings at `index` of ``profiles``, the default where there is none.
    public func profile(_ index: Int) -> DomainSettings {
        if profiles.indices.contains(index) { return profiles[index] }
        return profiles.first ?? DomainSettings()
    }
}
