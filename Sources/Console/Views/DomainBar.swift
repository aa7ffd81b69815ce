import Xen

/// A bar that shows one domain's sizes against each other: how much of its range it holds, where its floor and its goal
/// lie.
///
///     ██████|███▒▒▒▒▒▒      it holds more than its goal, which the line marks
struct DomainBar {
    var floor: Pages
    var goal: Pages
    var current: Pages
    var ceiling: Pages
    var glyphs = Glyphs.unicode

    /// The bar in `width` characters: full blocks for what the domain holds, light ones up to its ceiling, a line at its
    /// goal and a bracket at its floor.
    func text(width: Int) -> String {
        guard ceiling > .zero, width > 0 else { return String(repeating: " ", count: max(0, width)) }
        var cells = [Character](repeating: glyphs.light, count: width)
        for cell in 0..<cell(of: current, width: width) { cells[cell] = glyphs.full }
        mark("[", at: floor, in: &cells)
        mark("|", at: goal, in: &cells)
        return String(cells)
    }

    private func mark(_ sign: Character, at size: Pages, in cells: inout [Character]) {
        cells[min(cells.count - 1, cell(of: size, width: cells.count))] = sign
    }

    private func cell(of size: Pages, width: Int) -> Int {
        let part = Double(size.count) / Double(ceiling.count)
        return min(width, max(0, Int((part * Double(width)).rounded())))
    }
}
