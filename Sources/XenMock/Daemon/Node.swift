/// One node of the tree. The access list and the value share their storage with other copies until they change.
struct Node: Sendable {
    /// The count of changes in the whole store when this node changed last.
    var generation: UInt64 = 0
    /// The access list, owner first; never empty.
    var grants: [Grant]
    /// The value.
    var value: [UInt8] = []
    /// The names of the children in the order in which they were created, each with a NUL behind it: what a DIRECTORY
    /// answer carries.
    var children: [UInt8] = []

    /// The domain that owns the node and whose quota it counts for.
    var owner: UInt32 {
        grants[0].domain
    }

    /// The size that xenstored's quota on the size of a node looks at: its record's header, the access list, the value
    /// and the names of the children.
    var size: Int {
        24 + 8 * grants.count + value.count + children.count
    }

    mutating func addChild(_ name: ArraySlice<UInt8>) {
        children.append(contentsOf: name)
        children.append(0)
    }

    /// Takes a name out of the list.
    ///
    /// - Returns: whether it was there.
    mutating func removeChild(_ name: ArraySlice<UInt8>) -> Bool {
        guard let range = rangeOfChild(name) else { return false }
        children.removeSubrange(range)
        return true
    }

    private func rangeOfChild(_ name: ArraySlice<UInt8>) -> Range<Int>? {
        children.withUnsafeBufferPointer { list in
            name.withUnsafeBufferPointer { name in
                var start = 0
                while start < list.count {
                    var end = start
                    while list[end] != 0 { end += 1 }
                    if end - start == name.count, (0..<name.count).allSatisfy({ list[start + $0] == name[$0] }) {
                        return start..<(end + 1)
                    }
                    start = end + 1
                }
                return nil
            }
        }
    }
}
