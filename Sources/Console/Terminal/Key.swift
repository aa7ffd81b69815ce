/// A key that was pressed.
enum Key: Sendable, Hashable {
    case character(Character)
    case up
    case down
    case pageUp
    case pageDown
    case home
    case end
    /// Ctrl-C.
    case interrupt
    /// Ctrl-L.
    case redraw
}
