/// How the live table shares a screen between its parts.
struct TopLayout: Sendable, Hashable {
    /// The width of a name.
    let name: Int
    /// The width of a state.
    let state: Int
    /// The width of a bar.
    let bar: Int
    /// What is left for the reason; 0 if there is no room for any.
    let reason: Int
    /// How many domains are shown.
    let rows: Int
    /// How many decisions are shown.
    let decisions: Int

    /// Shares a screen of the given size.
    init(_ size: TerminalSize, decisions: Int) {
        let width = size.width - 1
        let isWide = width >= Self.wide
        name = isWide ? 20 : 10
        state = isWide ? 13 : 9
        let left = max(0, width - Self.id - name - state - Self.amounts - Self.gaps)
        bar = isWide ? min(40, max(24, left / 3)) : left
        reason = isWide ? max(0, left - bar - 1) : 0
        // Two lines on top, the table's head, and the keys at the bottom.
        let body = max(1, size.height - 4)
        let wanted = decisions == 0 ? 0 : min(decisions, size.height >= 40 ? 10 : 4) + 2
        self.decisions = body - wanted >= 6 ? max(0, wanted - 2) : 0
        rows = self.decisions == 0 ? body : body - wanted
    }

    static let id = 4
    /// The width of an amount.
    static let amount = 7
    /// Current, goal, ceiling, pool and stall.
    private static let amounts = 4 * amount + 7
    private static let gaps = 8
    /// From this width on there is room for longer names and for reasons.
    private static let wide = 120
}
