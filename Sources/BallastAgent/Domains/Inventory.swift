import Ballooning
import Xen

/// All domains and what their nodes said last, kept up to date by watches: between changes it costs one hypercall a
/// round and no request to the store.
struct Inventory {
    /// The domains there are, sorted by domid.
    var records: [DomainRecord] = []

    /// What the hypervisor listed last; its storage is reused.
    private var rows: [DomainInfo] = []
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
        try hypervisor.domains(into: &rows)
        if isListed(in: rows) {
            for index in records.indices { records[index].info = rows[index] }
            return ([], [])
        }
        return mergeRows()
    }

    /// Whether these are the domains that are known, none more and none less.
    private func isListed(in rows: [DomainInfo]) -> Bool {
        guard rows.count == records.count else { return false }
        return rows.indices.allSatisfy { rows[$0].id == records[$0].info.id && rows[$0].uuid == records[$0].info.uuid }
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
        return (came, went)
    }

    /// Where a domain stands in ``records``, nil if there is none of that number.
    func index(of id: DomainID) -> Int? {
        records.index(of: id, by: \.info.id)
    }

    /// Changes one record.
    mutating func update(_ id: DomainID, _ change: (inout DomainRecord) -> Void) {
        guard let index = index(of: id) else { return }
        change(&records[index])
    }

    /// Changes every record.
    mutating func updateAll(_ change: (inout DomainRecord) -> Void) {
        for index in records.indices { change(&records[index]) }
    }
}
