import Xen

/// A node, or a tree, whose watches a request fires.
struct Change {
    /// The absolute path.
    let path: [UInt8]
    /// Whether all that is below the path goes as well.
    let isRemoval: Bool

    /// What a request changes, in its transaction if it has one; nil if it changes nothing.
    ///
    /// - Parameter home: what relative paths are below.
    init?(_ draft: Draft, home: [UInt8]) {
        switch draft.operation {
        // A new watch is told of its own path.
        case .write, .makeDirectory, .remove, .setPermissions, .watch: break
        default: return nil
        }
        path = draft.payload.absolutePath(below: home)
        isRemoval = draft.operation == .remove
    }

    /// Whether both may fire equal events.
    func repeats(_ other: Change) -> Bool {
        if isRemoval, other.path.starts(with: path) { return true }
        if other.isRemoval, path.starts(with: other.path) { return true }
        return path == other.path
    }

    /// Whether a watch on this path may be told of it. A path that only begins alike counts as well.
    func concerns(watchAt watched: [UInt8]) -> Bool {
        path.starts(with: watched) || (isRemoval && watched.starts(with: path))
    }
}

extension [UInt8] {
    /// The path that a request's payload begins with, made absolute.
    func absolutePath(below home: [UInt8]) -> [UInt8] {
        let path = prefix { $0 != 0 }
        let isAbsolute = path.first == UInt8(ascii: "/") || path.first == UInt8(ascii: "@")
        return isAbsolute ? Array(path) : home + [UInt8(ascii: "/")] + path
    }
}
