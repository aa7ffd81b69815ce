import Xen

/// Domains by their numbers, in the order of those, so that listing them all costs one pass.
struct DomainTable {
    /// All rows, sorted by domid.
    private(set) var rows: [DomainInfo] = []

    /// The row of a domain; nil if there is none, and to take it away.
    subscript(id: DomainID) -> DomainInfo? {
        get {
            let index = firstIndex(from: id)
            return isRow(index, of: id) ? rows[index] : nil
        }
        set {
            let index = firstIndex(from: id)
            switch (newValue, isRow(index, of: id)) {
            case (let row?, true): rows[index] = row
            case (let row?, false): rows.insert(row, at: index)
            case (nil, true): rows.remove(at: index)
            case (nil, false): break
            }
        }
    }

    private func isRow(_ index: Int, of id: DomainID) -> Bool {
        index < rows.endIndex && rows[index].id == id
    }

    /// Where the row of that domain is or would be.
    private func firstIndex(from id: DomainID) -> Int {
        var low = rows.startIndex
        var high = rows.endIndex
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
