/// What a guest and dom0 agree on: where a guest writes about its memory, and the limits that both sides keep.
///
/// Each node holds one line of `key=number` pairs with single spaces between them, `v=1` first. A key that the reader
/// does not know is skipped, so either side may be the newer one.
public enum ReportFormat {
    /// The node of a ``MemoryReport``, relative to the home of the guest's own domain: the path stays right when the
    /// domid changes over a migration.
    public static let reportPath: StorePath = "data/ballast/report"

    /// The node of an ``UrgentRequest``, relative to the home of the guest's own domain.
    public static let urgentPath: StorePath = "data/ballast/urgent"

    /// The node of a guest's ``GuestTunables``, relative to the home of its own domain.
    public static let settingsPath: StorePath = "data/ballast/settings"

    /// The number after `v=` of what is described here.
    public static let version = 1

    /// The longest line, in bytes. A longer one is not looked at.
    public static let maximumLength = 512

    /// The largest number that is believed: exact in a double, far above any machine and far below an overflow.
    public static let largestNumber = 1 << 53
}
