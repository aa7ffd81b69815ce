/// qmemman's measure of what a domain wants, in bytes as it computes: 1.3 times what it uses. Ballast's own goal is
/// another one; this is what it is compared with.
public enum PreferredMemory {
    /// What a domain prefers to have.
    ///
    /// - Parameters:
    ///   - used: what it uses, in bytes.
    ///   - largest: the most that it can have, in bytes.
    ///   - isControlDomain: whether it is dom0, which gets a boost.
    /// - Returns: the preferred size in bytes.
    public static func preferred(used: Int, largest: Int, isControlDomain: Bool) -> Int {
        let margin = Int(Double(used) * cacheFactor)
        if isControlDomain { return min(margin + controlDomainBoost, largest) }
        return max(min(margin, largest), least)
    }

    private static let cacheFactor = 1.3
    private static let least = 200 << 20
    private static let controlDomainBoost = 350 << 20
}
