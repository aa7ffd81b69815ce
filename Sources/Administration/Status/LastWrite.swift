public import Xen

/// The last target that the agent wrote for a domain: when, from what to what, and why.
public struct LastWrite: Sendable, Hashable {
    /// When, in seconds since 1970.
    public var second: Int64
    /// The target before.
    public var before: KiB
    /// The target since.
    public var target: KiB
    /// Why, in one sentence.
    public var reason: String

    /// Makes a record.
    public init(second: Int64, before: KiB, target: KiB, reason: String) {
        self.second = second
        self.before = before
        self.target = target
        self.reason = reason
    }

    /// Reads a `last-write` node, `<seconds> <KiB before> <KiB since> <reason>`; nil where the text is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: " ", maxSplits: 3)
        guard parts.count >= 3, let second = Int64(parts[0]),
            let before = KiB(parsing: parts[1].utf8), let target = KiB(parsing: parts[2].utf8)
        else { return nil }
        self.init(second: second, before: before, target: target, reason: parts.count > 3 ? String(parts[3]) : "")
    }
}
