public import BallastAgent

/// Where the value of a setting comes from.
public struct SettingOrigin: Sendable, Hashable {
    /// Who has set it; nil if nobody has.
    public var source: SettingsLayers.Source?
    /// Whether it was set for the domain and not for the host.
    public var isForDomain: Bool

    /// Nobody has set it.
    public static let builtIn = SettingOrigin(source: nil, isForDomain: false)

    /// Makes an origin.
    public init(source: SettingsLayers.Source?, isForDomain: Bool) {
        self.source = source
        self.isForDomain = isForDomain
    }
}

extension SettingOrigin: CustomStringConvertible {
    /// As it is shown, such as `xenstore, for the domain`.
    public var description: String {
        let name =
            switch source {
            case .commandLine: "command line"
            case .store: "xenstore"
            case .file: "file"
            case nil: "built-in"
            }
        return isForDomain ? "\(name), for the domain" : name
    }
}
