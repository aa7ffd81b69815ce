import Ballooning
import Xen

/// One domain as the agent remembers it between rounds: what Xen said last, and what its nodes said when they last
/// changed.
struct DomainRecord {
    /// The hypervisor's row of the latest round.
    var info: DomainInfo { didSet { hasNews = true } }
    /// What the domain is for.
    let role: DomainSnapshot.Role
    /// Whether it is being saved, or moved to another host: what it holds is being copied, and is left as it is until that
    /// is done.
    var isMigrating = false { didSet { hasNews = true } }
    /// The index of the domain's settings.
    var profile = 0 { didSet { hasNews = true } }
    /// What the domain holds beyond its target once it has settled, as far as is known.
    var knownOffset: Pages? { didSet { hasNews = true } }
    /// What the nodes hold that only dom0 writes.
    var nodes = ToolstackNodes() { didSet { hasNews = true } }
    /// What the guest says.
    var guest = GuestNodes() { didSet { hasNews = true } }
    /// Nodes that may have changed since they were read.
    var unread = DomainNodeSet.all
    /// The target that the agent wrote last, as it stands in the store.
    var ownTarget: KiB? { didSet { isUnpublished = true } }
    /// A target that the agent is writing. It stays for as long as the store has not said what became of it: it may
    /// stand there although the connection was lost before the answer.
    var attemptedTarget: KiB?
    /// The last target that was written, as the status shows it; nil if none was.
    var lastWrite: String? { didSet { isUnpublished = true } }
    /// A target that somebody else wrote, and how long it is respected.
    var hold: TargetHold? { didSet { (isUnpublished, hasNews) = (true, true) } }
    /// The administrator's word that the domain stays where it is.
    var pin: Pin? { didSet { hasNews = true } }
    /// Whether the plan has to be told of the domain anew.
    private var hasNews = true
    /// Whether something that is shown of the domain, beside what is decided of it, may have changed since.
    var isUnpublished = true
    /// How much the guest has said lately.
    var events = EventBudget()
    /// When the guest's calls, and its other nodes, were read last; either is read again ``Inventory/guestReadSpacing``
    /// later at the earliest. A call does not wait for a report that has just come.
    var urgentReadAt = Instant.distantPast
    var guestReadAt = Instant.distantPast
    /// What the guest's agent was told to do; nil as long as we do not know.
    var tunables: GuestTunables?
    /// Whether we have made the node of Qubes' meminfo-writer.
    var hasMeminfoNode = false

    init(info: DomainInfo) {
        self.info = info
        role = info.id == .zero ? .controlDomain : info.flags.contains(.storeDomain) ? .service : .guest
    }

    /// The domain's name, or its number as long as it has none.
    var displayName: String {
        nodes.name ?? "domain \(info.id)"
    }
}

extension DomainRecord {
    /// Takes nothing that stood in the store for granted, as after a connection was lost: the daemon behind the next one
    /// may have lost its tree.
    mutating func forgetStore() {
        unread = .all
        tunables = nil
        hasMeminfoNode = false
    }

    /// Brings what is known of the record without looking at it up to date.
    mutating func mark(_ marks: inout RecordMarks) {
        marks.unread = unread
        marks.isKept = hold != nil || pin != nil
        marks.isMigrating = isMigrating
        marks.isMuted = events.mutedUntil != nil
        if hasNews { marks.hasNews = true }
        hasNews = false
    }
}

/// A balloon target that somebody else wrote, an administrator with `xl mem-set` as a rule.
struct TargetHold: Equatable, Sendable {
    /// The target in force.
    var target: KiB
    /// When balancing may take the domain back.
    var until: Instant
    /// The same in seconds since 1970, as it is published.
    var wallSeconds: Int64
}

/// The nodes of a domain that only dom0 may write. A node that is absent, or holds no number, is nil.
struct ToolstackNodes: Equatable, Sendable {
    var name: String?
    var target: KiB?
    var staticMaximum: KiB?
    var videoRAM: KiB?
    var dynamicMinimum: KiB?
    var dynamicMaximum: KiB?
    var isMarkedUncooperative = false
}

/// What a guest's own nodes said, and when.
struct GuestNodes: Equatable, Sendable {
    /// What our own agent reports.
    var report: GuestReport?
    var reportedAt: Instant?
    /// Why the guest's latest line was no report.
    var reportError: ReportError?
    var urgent: UrgentRequest?
    /// When the request came in; nil for one that stood there when the domain was first looked at.
    var urgentAt: Instant?
    var urgentSeen = false
    /// Whether a call came ahead of the report that may bear it out.
    var awaitsReport = false
    var qubesUsed: KiB?
    var xapiFree: KiB?
    var xapiTotal: KiB?
    var foreignReportedAt: Instant?
}
