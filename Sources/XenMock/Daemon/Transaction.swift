/// An open transaction: the nodes that it has touched, as it sees them.
///
/// As in xenstored the view of a node is fixed when the transaction first touches it, not when the transaction starts;
/// the commit fails unless every node that was touched is then as it was found.
final class Transaction {
    /// A node that the transaction has touched.
    struct Touched {
        /// The node's generation when it was found, nil if there was none.
        let generation: UInt64?
        /// The access list when it was found, nil if there was none.
        let grants: [Grant]?
        /// The node as the transaction sees it, nil if it sees none.
        var view: Node?
        /// Whether the commit has something to write or delete.
        var isModified = false
        /// The event that the commit fires, nil for none.
        var event: WatchScope?
    }

    let number: UInt32
    private(set) var touched: [TreePath: Touched] = [:]
    /// The paths of `touched` in the order in which they were touched, which is the order of the commit's events.
    private(set) var order: [TreePath] = []
    /// How many nodes each domain will own more.
    var nodes: [UInt32: Int] = [:]
    /// Whether a node was created.
    var hasCreated = false
    /// Whether a request failed in a way that leaves no consistent view.
    var hasFailed = false

    init(_ number: UInt32) {
        self.number = number
    }

    func touch(_ path: TreePath, finding node: Node?) {
        touched[path] = Touched(generation: node?.generation, grants: node?.grants, view: node)
        order.append(path)
    }

    func change(_ path: TreePath, to node: Node?) {
        touched[path]?.view = node
        touched[path]?.isModified = true
    }

    /// Remembers an event. One that tells the watches above as well takes the place of one that does not.
    func fire(_ path: TreePath, _ scope: WatchScope) {
        guard let touched = touched[path] else {
            hasFailed = true
            return
        }
        if touched.event != .above { self.touched[path]?.event = scope }
    }
}
