import Xen

/// Domains by their numbers, in the order of those, so that listing them all costs one pass.
struct DomainTable {
    /// All rows, sorted by domid.
    private(set) var rows: [DomainInfo] = []
    /// What all of them hold.
    private(set) var held = Pages.zero
    /// What was claimed for all of them.
    private(set) var claimed = Pages.zero

    /// The row of a domain; nil if there is none, and to take it away.
    subscript(id: DomainID) -> DomainInfo? {
        get { rows.index(of: id, by: \.id).map { rows[$0] } }
        set {
            let index = rows.index(of: id, by: \.id)
            let old = index.map { rows[$0] }
            held = held + (newValue?.current ?? .zero) - (old?.current ?? .zero)
            claimed = claimed + (newValue?.claimed ?? .zero) - (old?.claimed ?? .zero)
            switch (newValue, index) {
            case (let row?, let index?): rows[index] = row
            case (let row?, nil): rows.insert(row, at: rows.position(of: id, by: \.id))
            case (nil, let index?): rows.remove(at: index)
            case (nil, nil): break
            }
        }
    }
}
