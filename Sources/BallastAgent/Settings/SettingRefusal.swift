/// A value that somebody has set and that is not used: the one before stays in force.
public struct SettingRefusal: Error, Sendable, Hashable {
    /// The key, with the domain in front where it is for one domain.
    public var key: String
    /// What was set.
    public var value: String
    /// What may be set; nil if there is no such key.
    public var allowed: String?

    /// Makes a refusal.
    public init(key: String, value: String, allowed: String?) {
        self.key = key
        self.value = value
        self.allowed = allowed
    }
}

extension SettingRefusal: CustomStringConvertible {
    /// One sentence with the key, the value and what may be set.
    public var description: String {
        // The value may come from anywhere; a page of it helps nobody.
        let shown = value.count > 64 ? value.prefix(64) + "…" : value[...]
        guard let allowed else { return "\(key): there is no such setting" }
        return "\(key): \"\(shown)\" is not allowed, it takes \(allowed)"
    }
}
