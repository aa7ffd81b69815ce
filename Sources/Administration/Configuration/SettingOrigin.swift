/// Where the value of a setting comes from.
public enum SettingOrigin: String, Sendable, Hashable {
    /// Set in xenstore for the domain.
    case storeForDomain = "xenstore, for the domain"
    /// Set in xenstore for the host.
    case store = "xenstore"
    /// Set in the file for the domain.
    case fileForDomain = "file, for the domain"
    /// Set in the file for the host.
    case file = "file"
    /// Nobody has set it.
    case builtIn = "built-in"

    /// Whether it was set for the domain and not for the host.
    var isForDomain: Bool {
        self == .storeForDomain || self == .fileForDomain
    }
}
