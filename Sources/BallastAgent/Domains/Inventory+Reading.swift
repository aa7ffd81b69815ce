import Ballooning
import Xen

/// What a batch of changed nodes amounts to.
struct InventoryChanges {
    /// A guest has called for memory that it needs now.
    var urgent = false
    /// A domain's name became known or changed, so that its settings may.
    var named = false
    /// When nodes that were left for later may be read; nil if none were.
    var readableAt: Instant?
    /// Targets that somebody else has written.
    var foreignTargets: [DomainID] = []
    /// Guests whose line was no report, with the reason.
    var refusedReports: [(DomainID, ReportError)] = []
}

extension Inventory {
    /// Reads the nodes that have changed, each once however many events it caused.
    ///
    /// A domain whose nodes cannot be read for a reason of its own is left as it was; only a lost connection ends it.
    mutating func readChanges(from store: some Store, at now: Instant) throws(StoreError) -> InventoryChanges {
        var changes = InventoryChanges()
        for index in marks.indices where !marks[index].unread.isEmpty {
            try readChanges(ofRecordAt: index, from: store, at: now, into: &changes)
        }
        return changes
    }

    private mutating func readChanges(
        ofRecordAt index: Int,
        from store: some Store,
        at now: Instant,
        into changes: inout InventoryChanges
    ) throws(StoreError) {
        var nodes: [DomainNode] = []
        update(at: index) { nodes = $0.takeReadable(at: now, into: &changes) }
        guard !nodes.isEmpty else { return }
        let home = StorePath.domain(records[index].info.id)
        let values: [Result<[UInt8], StoreError>]
        do {
            values = try store.perform(nodes.map { .read(home.appending($0.rawValue)) }, in: .none)
        } catch {
            update(at: index) { record in
                for node in nodes { record.unread.insert(node) }
            }
            throw error
        }
        update(at: index) { record in
            for (node, value) in zip(nodes, values) {
                record.take(try? value.get(), of: node, at: now, into: &changes)
            }
        }
    }
}

extension DomainRecord {
    /// The unread nodes that may be read now; they count as read. What a guest writes is read no more often than
    /// ``Inventory/guestReadSpacing``, whatever it writes; its calls have a spacing of their own.
    fileprivate mutating func takeReadable(at now: Instant, into changes: inout InventoryChanges) -> [DomainNode] {
        let callReadableAt = urgentReadAt + Inventory.guestReadSpacing
        let restReadableAt = guestReadAt + Inventory.guestReadSpacing
        var nodes: [DomainNode] = []
        for node in DomainNode.allCases where unread.contains(node) {
            if node.isWrittenByGuest {
                let isCall = node == .urgent
                let readableAt = isCall ? callReadableAt : restReadableAt
                guard now >= readableAt else {
                    changes.readableAt = min(changes.readableAt ?? readableAt, readableAt)
                    continue
                }
                if isCall { urgentReadAt = now } else { guestReadAt = now }
            }
            unread.remove(node)
            nodes.append(node)
        }
        return nodes
    }
}

extension DomainRecord {
    /// Takes in what a node holds now; nil is a node that is not there.
    fileprivate mutating func take(
        _ value: [UInt8]?,
        of node: DomainNode,
        at now: Instant,
        into changes: inout InventoryChanges
    ) {
        let before = (nodes, guest)
        let amount = value.flatMap { KiB(parsing: $0) }
        switch node {
        case .name:
            nodes.name = value.map { String(decoding: $0.prefix(Self.longestName), as: UTF8.self) }
            changes.named = true
        case .target:
            nodes.target = amount
            if amount != nil, amount == attemptedTarget { ownTarget = amount }
            if isForeign(amount, before: before.0.target) { changes.foreignTargets.append(info.id) }
        case .staticMaximum: nodes.staticMaximum = amount
        // init-dom0less writes -1 for none.
        case .videoRAM: nodes.videoRAM = amount.map { max(.zero, $0) }
        case .dynamicMinimum: nodes.dynamicMinimum = amount
        case .dynamicMaximum: nodes.dynamicMaximum = amount
        case .uncooperative: nodes.isMarkedUncooperative = value != nil
        case .report:
            if let error = guest.takeReport(value, at: now) { changes.refusedReports.append((info.id, error)) }
            if guest.takeProof(at: now) { changes.urgent = true }
        case .urgent: if guest.takeCall(value, at: now) { changes.urgent = true }
        case .qubesUsed: guest.qubesUsed = amount
        case .xapiFree: guest.xapiFree = amount
        case .xapiTotal: guest.xapiTotal = amount
        }
        if before.1.reportError != guest.reportError { isUnpublished = true }
        if before.1.qubesUsed != guest.qubesUsed || before.1.xapiFree != guest.xapiFree {
            guest.foreignReportedAt = now
        }
    }

    /// Whether somebody else wrote this target. The first one that is seen is the toolstack's, unless an earlier run has
    /// left word of its own; a target that vanishes goes with its domain.
    private func isForeign(_ target: KiB?, before: KiB?) -> Bool {
        guard let target, target != before, target != ownTarget, target != hold?.target else { return false }
        return before != nil || ownTarget != nil || hold != nil
    }

    /// The longest name that is shown; libxl's own are far shorter.
    private static let longestName = 128
}

extension GuestNodes {
    /// Takes in a report.
    ///
    /// - Returns: what is wrong with it, if the one before was fine: nonsense counts as no report, and is worth one line
    ///   in the log and not one for each attempt.
    fileprivate mutating func takeReport(_ value: [UInt8]?, at now: Instant) -> ReportError? {
        guard let value, !value.isEmpty else {
            report = nil
            reportError = nil
            return nil
        }
        do {
            report = GuestReport(try MemoryReport(parsing: value))
            reportedAt = now
            reportError = nil
            return nil
        } catch {
            defer { reportError = error }
            report = nil
            return reportError == nil ? error : nil
        }
    }

    /// Takes in a call. Returns whether it is a new one.
    fileprivate mutating func takeCall(_ value: [UInt8]?, at now: Instant) -> Bool {
        // What stands there at the first look is old: it was answered, or it has lost its urgency.
        let isFirstLook = !urgentSeen
        urgentSeen = true
        guard let value, let request = try? UrgentRequest(parsing: value), request != urgent else { return false }
        urgent = request
        guard !isFirstLook else { return false }
        urgentAt = now
        awaitsReport = reportedAt != now
        return true
    }

    /// Takes in that a report has come. Returns whether it is the first one behind a call, which is heard only if a report
    /// bears it out: the one before may have been of better times.
    fileprivate mutating func takeProof(at now: Instant) -> Bool {
        guard awaitsReport, report != nil, let urgentAt else { return false }
        awaitsReport = false
        return now - urgentAt <= .seconds(1)
    }
}

extension InventoryChanges {
    /// Adds what a later reading found.
    mutating func merge(_ later: InventoryChanges) {
        urgent = urgent || later.urgent
        named = named || later.named
        readableAt = [readableAt, later.readableAt].compactMap(\.self).min()
        foreignTargets += later.foreignTargets
        refusedReports += later.refusedReports
    }
}
