/// A watch of one connection.
final class Watch {
    unowned let client: Client
    let path: TreePath
    let token: [UInt8]
    /// How many leading bytes of an event's path the client does not see, because it set the watch on a relative path.
    let hiddenPrefix: Int
    /// How many levels below its path it sees, nil for all.
    let depth: Int?
    /// When it was set: events of one change go to a connection's watches in this order.
    let number: Int

    init(_ client: Client, _ path: TreePath, token: [UInt8], hiddenPrefix: Int, depth: Int?, number: Int) {
        self.client = client
        self.path = path
        self.token = token
        self.hiddenPrefix = hiddenPrefix
        self.depth = depth
        self.number = number
    }

    /// The path of an event as the client sees it.
    func visiblePath(_ path: TreePath) -> ArraySlice<UInt8> {
        var visible = path.bytes.dropFirst(hiddenPrefix)
        if hiddenPrefix > 0, visible.first == TreePath.slash { visible = visible.dropFirst() }
        return visible
    }
}
