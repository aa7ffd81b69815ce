public import Xen

/// Everything that is known of one domain at one instant: the hypervisor's row, its nodes in xenstore, and what its
/// guest said last.
public struct DomainSnapshot: Sendable, Hashable, Codable {
    /// The hypervisor's row: identity, state, what the domain holds and may hold.
    public var info: DomainInfo
    /// What the domain is for.
    public var role: Role
    /// Whether a toolstack is moving the domain to another host or saving it.
    public var isMigrating: Bool
    /// Whether somebody else has decided its size.
    public var hold: DomainHold
    /// The index of its settings in ``Settings/profiles``; one out of range means the default.
    public var profile: Int
    /// `memory/target`, nil where there is none yet.
    @Compact public var target: Pages?
    /// `memory/static-max`, nil where there is none.
    @Compact public var staticMaximum: Pages?
    /// `memory/videoram`, 0 where it is absent or negative.
    public var videoRAM: Pages
    /// `memory/dynamic-min`, nil where there is none.
    @Compact public var dynamicMinimum: Pages?
    /// `memory/dynamic-max`, nil where there is none.
    @Compact public var dynamicMaximum: Pages?
    /// The offset between what the domain holds and its target, where an earlier run has calibrated it.
    @Compact public var knownOffset: Pages?
    /// Whether `memory/uncooperative` is there.
    public var isMarkedUncooperative: Bool
    /// The guest's last report, nil if it never sent one.
    public var report: GuestReport? {
        get { hasReport ? lastReport : nil }
        set {
            hasReport = newValue != nil
            lastReport = newValue ?? .nothing
        }
    }
    /// When the last report came in.
    public var reportReceived: Instant
    /// The guest's last urgent call, nil if it never made one.
    public var urgent: UrgentNeed?
    /// Whether there is a ``report``, and the report. Two parts, for looking into an optional of that size copies it.
    private(set) var hasReport: Bool
    private(set) var lastReport: GuestReport

    /// Makes a snapshot; what is left out is absent.
    public init(
        info: DomainInfo,
        role: Role = .guest,
        isMigrating: Bool = false,
        hold: DomainHold = .none,
        profile: Int = 0,
        target: Pages? = nil,
        staticMaximum: Pages? = nil,
        videoRAM: Pages = .zero,
        dynamicMinimum: Pages? = nil,
        dynamicMaximum: Pages? = nil,
        knownOffset: Pages? = nil,
        isMarkedUncooperative: Bool = false,
        report: GuestReport? = nil,
        reportReceived: Instant = .distantPast,
        urgent: UrgentNeed? = nil
    ) {
        self.info = info
        self.role = role
        self.isMigrating = isMigrating
        self.hold = hold
        self.profile = profile
        self.target = target
        self.staticMaximum = staticMaximum
        self.videoRAM = videoRAM
        self.dynamicMinimum = dynamicMinimum
        self.dynamicMaximum = dynamicMaximum
        self.knownOffset = knownOffset
        self.isMarkedUncooperative = isMarkedUncooperative
        hasReport = report != nil
        lastReport = report ?? .nothing
        self.reportReceived = reportReceived
        self.urgent = urgent
    }

    /// What a domain is for.
    public enum Role: UInt8, Sendable, Hashable, Codable {
        /// An ordinary guest.
        case guest
        /// The control domain.
        case controlDomain
        /// A driver domain, a xenstore stub domain or a device model's stub domain: its size is never touched.
        case service
    }
}
