/// Which watches a change of a node is told.
enum WatchScope: Sendable {
    /// Those on the node itself only: it goes with a node above, whose watches are told of that one.
    case exact
    /// Those on the node and on any node above.
    case above
}
