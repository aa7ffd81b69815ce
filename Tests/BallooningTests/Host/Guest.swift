import Ballooning
import Xen

/// A guest of ``SteppingHost``: a balloon driver with a fault, and a need that it reports.
struct Guest {
    var id: DomainID
    var uuid: DomainUUID
    var driver = Driver.ideal
    /// How fast its balloon moves.
    var pagesPerSecond = Pages.mib(400)
    /// What it holds, and may hold.
    var current: Pages
    var maximum: Pages
    var target: Pages?
    var staticMaximum: Pages?
    var dynamicMinimum: Pages?
    var dynamicMaximum: Pages?
    /// What it holds beyond its target.
    var offset = Pages.zero
    /// What its kernel does not manage.
    var kernel = Pages.zero
    /// What its programs were promised, nil if it does not report.
    var committed: Pages?
    /// What its programs touch; below that it stalls.
    var workingSet = Pages.zero
    var flags = DomainInfo.Flags.running
    var role = DomainSnapshot.Role.guest
    var hold = DomainHold.none
    var isMigrating = false
    var profile = 0
    var isMarkedUncooperative = false
    var urgent: UrgentNeed?
    /// Whether it sends no reports, though it had an agent that did.
    var isHung = false
    private(set) var stalled: UInt64 = 0
    private(set) var sequence: UInt32 = 0
    private var reportedAt = Instant.distantPast
    private var age = Milliseconds.zero
    private var report: GuestReport?
    /// What the driver could move but has not, in thousandths of a page.
    private var credit = 0

    init(_ id: UInt16, current: Pages, largest: Pages? = nil, committed: Pages? = nil) {
        self.id = DomainID(id)
        uuid = DomainUUID(high: 0xBA11, low: UInt64(id))
        self.current = current
        self.target = current
        self.staticMaximum = largest ?? current
        self.maximum = current + .mib(1)
        self.committed = committed
    }

    /// The balloon drivers, named after their fault.
    enum Driver: Equatable {
        case ideal
        /// Never moves.
        case stuck
        /// Cannot give more than down to here.
        case floor(Pages)
        /// Cannot take more than up to here.
        case ceiling(Pages)
        /// Moves only in every other period of this length.
        case intermittent(Milliseconds)
    }

    /// Lets the guest live on for `span`; it takes at most `free`.
    ///
    /// - Returns: what it took, negative if it gave.
    mutating func live(_ span: Milliseconds, now: Instant, free: Pages) -> Pages {
        age = age + span
        if !flags.isDisjoint(with: [.paused, .dying, .shutdown]) { return .zero }
        if current - kernel < workingSet { stalled += UInt64(span.count) * 200 }
        return moveBalloon(span, free: free)
    }

    private mutating func moveBalloon(_ span: Milliseconds, free: Pages) -> Pages {
        guard let target else { return .zero }
        var goal = min(target + offset, maximum)
        switch driver {
        case .ideal: break
        case .stuck: return .zero
        case .floor(let least): if goal < least { goal = min(least, current) }
        case .ceiling(let most): if goal > most { goal = max(most, current) }
        case .intermittent(let period):
            if age.count / max(1, period.count) % 2 == 1 { return .zero }
        }
        credit = min(credit, 1000) + pagesPerSecond.count * Int(span.count)
        let most = Pages(credit / 1000)
        let change = min(max(goal - current, .zero - most), min(most, free))
        credit -= max(change, .zero - change).count * 1000
        current = current + change
        return change
    }

    /// What is seen of the guest; it reports every five seconds.
    mutating func snapshot(now: Instant) -> DomainSnapshot {
        if let committed, !isHung, now - reportedAt >= .seconds(5) {
            sequence &+= 1
            reportedAt = now
            let total = max(Pages(1), current - kernel)
            let used = min(total, max(workingSet, min(committed, total) / 2))
            report = GuestReport(
                sequence: sequence,
                total: total,
                free: (total - used) / 2,
                available: total - used,
                committed: committed,
                stallSome: stalled
            )
        }
        return DomainSnapshot(
            info: DomainInfo(id: id, uuid: uuid, flags: flags, current: current, maximum: maximum),
            role: role,
            isMigrating: isMigrating,
            hold: hold,
            profile: profile,
            target: target,
            staticMaximum: staticMaximum,
            dynamicMinimum: dynamicMinimum,
            dynamicMaximum: dynamicMaximum,
            isMarkedUncooperative: isMarkedUncooperative,
            report: committed == nil ? nil : report,
            reportReceived: reportedAt,
            urgent: urgent
        )
    }
}
