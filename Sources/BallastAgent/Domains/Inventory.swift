import Ballooning
import Xen

/// All domains and what their nodes said last, kept up to date by watches: between changes it costs one hypercall a
/// round and no request to the store.
struct Inventory {
    /// The domains there are, sorted by domid.
    private(set) var records: [DomainRecord] = []
    /// What is known of each of them without a look at its record.
    private(set) var marks: [RecordMarks] = []

    /// What the hypervisor said of each of them in the latest round.
    private var rows: [DomainInfo] = []
    /// Where it lists the domains anew; the storage of the round before is reused.
    private var latest: [DomainInfo] = []
    /// The records of the round before, while the new list is made of them; its storage is reused as well.
    private var previous: [DomainRecord] = []

    /// How soon after one reading of a guest's nodes the next one may follow. Its agent reports no more often than
    /// that, and a guest that writes without end costs ten readings a second at most.
    static let guestReadSpacing = Milliseconds(100)

    /// Brings the list to what the hypervisor says now.
    ///
    /// - Returns: the domains that came and those that went; a domid that was handed out again is in both.
    mutating func refresh(
        from hypervisor: some Hypervisor
    ) throws(HypervisorError) -> (came: [DomainID], went: [DomainID]) {
        try hypervisor.domains(into: &latest)
        swap(&rows, &latest)
        guard rows.count == latest.count else { return mergeRows() }
        for index in rows.indices where rows[index] != latest[index] {
            let row = rows[index]
            guard row.id == latest[index].id, row.uuid == latest[index].uuid else { return mergeRows() }
            update(at: index) { $0.info = row }
        }
        return ([], [])
    }

    private mutating func mergeRows() -> (came: [DomainID], went: [DomainID]) {
        var came: [DomainID] = []
        var went: [DomainID] = []
        swap(&records, &previous)
        records.removeAll(keepingCapacity: true)
        var old = previous.startIndex
        for row in rows {
            while old < previous.endIndex, previous[old].info.id < row.id {
                went.append(previous[old].info.id)
                old += 1
            }
            if old < previous.endIndex, previous[old].info.id == row.id, previous[old].info.uuid == row.uuid {
                var record = previous[old]
                record.info = row
                records.append(record)
                old += 1
                continue
            }
            if old < previous.endIndex, previous[old].info.id == row.id {
                went.append(row.id)
                old += 1
            }
            records.append(DomainRecord(info: row))
            came.append(row.id)
        }
        went.append(contentsOf: previous[old...].map(\.info.id))
        previous.removeAll(keepingCapacity: true)
        // Each may stand in another place now.
        marks.removeAll(keepingCapacity: true)
        for index in records.indices {
            marks.append(RecordMarks())
            records[index].mark(&marks[index])
        }
        return (came, went)
    }

    /// Where a domain stands in ``records``, nil if there is none of that number.
    func index(of id: DomainID) -> Int? {
        rows.index(of: id, by: \.id)
    }

    /// Changes one record. All changes go this way, so that the marks say what the records do.
    mutating func update(at index: Int, _ change: (inout DomainRecord) -> Void) {
        change(&records[index])
        records[index].mark(&marks[index])
    }

    /// Changes the record of a domain, if there is one.
    mutating func update(_ id: DomainID, _ change: (inout DomainRecord) -> Void) {
        guard let index = index(of: id) else { return }
        update(at: index, change)
    }

    /// Changes every record.
    mutating func updateAll(_ change: (inout DomainRecord) -> Void) {
        for index in records.indices { update(at: index, change) }
    }

    /// Takes these domains, and no others, for those that are saved or moved to another host.
    mutating func markMigrating(_ domains: Set<DomainID>) {
        for index in marks.indices where marks[index].isMigrating != domains.contains(rows[index].id) {
            update(at: index) { $0.isMigrating.toggle() }
        }
    }

    /// Brings the domains of `snapshot`, which are those of the round before, to what is known of them now.
    mutating func renew(_ snapshot: inout HostSnapshot, wallSeconds: Int64) {
        snapshot.domains.removeLast(max(0, snapshot.domains.count - records.count))
        for index in records.indices {
            if index == snapshot.domains.count {
                snapshot.domains.append(records[index].snapshot(at: wallSeconds))
            } else if marks[index].hasNews || marks[index].isKept {
                snapshot.domains[index] = records[index].snapshot(at: wallSeconds)
            }
            marks[index].hasNews = false
        }
    }
}
