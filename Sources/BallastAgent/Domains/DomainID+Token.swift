import Xen

extension DomainID {
    /// The domain that a watch is about, by the watch's token: a prefix that tells the kind of watch, and the domid. Nil for
    /// a token of another kind.
    init?(token: String, prefix: String) {
        guard token.hasPrefix(prefix) else { return nil }
        self.init(parsing: Substring(token.utf8.dropFirst(prefix.utf8.count)))
    }
}
