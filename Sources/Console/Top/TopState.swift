import Administration

/// How the user wants to see the live table.
struct TopState: Sendable, Hashable {
    /// By what it is sorted.
    var sort = SortKey.id
    /// Whether it stands upside down.
    var isReversed = false
    /// How many rows are scrolled away above.
    var offset = 0

    /// What a key has led to.
    enum Outcome {
        case ignored
        case changed
        case redraw
        case quit
    }

    /// Does what a key stands for.
    ///
    /// - Parameters:
    ///   - rows: how many rows the table has.
    ///   - room: how many of them are shown.
    mutating func press(_ key: Key, rows: Int, room: Int) -> Outcome {
        let before = self
        switch key {
        case .character("q"), .interrupt: return .quit
        case .redraw: return .redraw
        case .character("r"): isReversed.toggle()
        case .character(let character):
            guard let key = SortKey(rawValue: character) else { return .ignored }
            isReversed = sort == key ? !isReversed : false
            sort = key
        case .up: offset -= 1
        case .down: offset += 1
        case .pageUp: offset -= room
        case .pageDown: offset += room
        case .home: offset = 0
        case .end: offset = rows
        }
        offset = clamped(rows: rows, room: room)
        return self == before ? .ignored : .changed
    }

    /// The offset that shows as many rows as there are and fit.
    func clamped(rows: Int, room: Int) -> Int {
        max(0, min(offset, rows - room))
    }

    /// The domains in the wanted order.
    func sorted(_ domains: [DomainStatus]) -> [DomainStatus] {
        let sorted = domains.sorted(by: sort.isAbove)
        return isReversed ? sorted.reversed() : sorted
    }
}
