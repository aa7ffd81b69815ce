extension ScreenLine {
    /// The line as several, none longer than `width` characters if its words allow that.
    ///
    /// - Parameter indent: the column at which the lines after the first begin.
    public func wrapped(to width: Int, indent: Int = 0) -> [ScreenLine] {
        var lines: [String] = []
        var rest = text[...]
        while rest.count + (lines.isEmpty ? 0 : indent) > width {
            let room = rest.prefix(max(1, width - (lines.isEmpty ? 0 : indent)) + 1)
            // What stands in front of the first line's own text is not a place to break at.
            let start = rest.index(rest.startIndex, offsetBy: lines.isEmpty ? indent : 0, limitedBy: room.endIndex)
            let space = room.lastIndex(of: " ").flatMap { $0 > start ?? room.endIndex ? $0 : nil }
            guard let end = space ?? rest[(start ?? room.endIndex)...].dropFirst().firstIndex(of: " ") else { break }
            lines.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        lines.append(String(rest))
        let margin = String(repeating: " ", count: indent)
        return lines.enumerated().map { ScreenLine($0 == 0 ? $1 : margin + $1, emphasis) }
    }
}
