/// A table of text whose columns are as wide as what stands in them.
struct Table {
    /// How a column's text stands in it.
    enum Alignment {
        case left
        case right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) {
        self.columns = columns
    }

    mutating func append(_ row: [String]) {
        rows.append(row)
    }

    /// The lines of the table, title first, each cut to `width` characters.
    func lines(width: Int) -> [String] {
        let widths = columns.indices.map { column in
            max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
        }
        return ([columns.map(\.title)] + rows).map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - text.count)
                if column > 0 { line += " " }
                switch columns[column].alignment {
                case .left: line += column == columns.count - 1 ? text : text + padding
                case .right: line += padding + text
                }
            }
            return String(line.prefix(width))
        }
    }
}
