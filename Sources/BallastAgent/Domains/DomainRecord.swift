import Ballooning
import Xen

/// One domain as the agent remembers it between rounds: what Xen said last, and what its nodes said when they last
/// changed.
struct DomainRecord {
    /// The hypervisor's row of the latest round.
    var info: DomainInfo
    /// What the nodes hold that only dom0 writes.
    var nodes = ToolstackNodes()
    /// What the guest says.
    var guest = GuestNodes()
    /// Nodes that may have changed since they were read.
    var unread = DomainNodeSet.all
    /// The target that the agent wrote last, as it stands in the store.
    var ownTarget: KiB?
    /// What the domain holds beyond its target once it has settled, where an earlier run has found out.
    var knownOffset: Pages?
    /// The last target that was written, as the status shows it; nil if none was.
    var lastWrite: String?
    /// A target that somebody else wrote, and how long it is respected.
    var hold: TargetHold?
    /// The administrator's word that the domain stays where it is.
    var pin: Pin?
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
    /// The index of the domain's settings.
    var profile = 0
    /// What the domain is for.
    var role: DomainSnapshot.Role

    init(info: DomainInfo) {
        self.info = info
        role = info.id == .zero ? .controlDomain : info.flags.contains(.storeDomain) ? .service : .guest
    }

    /// The domain's name, or its number as long as it has none.
    var displayName: String {
        nodes.name ?? "domain \(info.id)"
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
    var report: MemoryReport?
    var reportedAt: Instant?
    /// Why the guest's latest line was no report.
    var reportError: ReportError?
    var urgent: UrgentRequest?
    /// When the request came in; nil for one that stood there when the domain was first looked at.
    var urgentAt: Instant?
    var urgentSeen = false
    var qubesUsed: KiB?
    var xapiFree: KiB?
    var xapiTotal: KiB?
    var foreignReportedAt: Instant?
}
