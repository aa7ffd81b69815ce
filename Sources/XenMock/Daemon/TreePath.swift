import Xen

/// A path of the tree as the bytes that came over the wire, so that nothing a client sends is changed by being kept.
struct TreePath: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static let root = TreePath("/")
    static let introduceDomain = TreePath("@introduceDomain")
    static let releaseDomain = TreePath("@releaseDomain")

    /// The home of a domain.
    static func home(of domain: UInt32) -> TreePath {
        TreePath("/local/domain/\(domain)")
    }

    static func == (left: TreePath, right: TreePath) -> Bool {
        left.bytes == right.bytes
    }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// Whether the path starts with `@`: an event of domain life, no node.
    var isSpecial: Bool {
        bytes.first == Self.at
    }

    /// The node above; the root is above itself.
    var parent: TreePath {
        guard let slash = bytes.lastIndex(of: Self.slash), slash > 0 else { return .root }
        return TreePath(bytes[..<slash])
    }

    /// The last name of the path.
    var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: Self.slash) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    /// The path of the child `name`.
    func appending(_ name: some Sequence<UInt8>) -> TreePath {
        self == .root ? TreePath([Self.slash] + name) : TreePath(bytes + [Self.slash] + name)
    }

    /// How many levels `self` is below `ancestor`, which has to be `self` or above it.
    func depth(below ancestor: TreePath) -> Int {
        let start = ancestor == .root ? 0 : ancestor.bytes.count
        if self == .root { return 0 }
        return bytes[start...].count { $0 == Self.slash }
    }

    /// Whether this may name a node. The limit counts from the home directory of a domain on for a path below one, as
    /// xenstored's `is_valid_nodename` does.
    func isValid(limit: Int) -> Bool {
        guard bytes.first == Self.slash, bytes.count <= limit + homePrefixLength else { return false }
        guard bytes.last != Self.slash || bytes.count == 1 else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            guard Self.allowed[Int(byte)], byte != Self.slash || previous != Self.slash else { return false }
            previous = byte
        }
        return true
    }

    /// The length of a leading `/local/domain/<domid>/`, 0 without one.
    private var homePrefixLength: Int {
        guard bytes.starts(with: Self.homes) else { return 0 }
        var index = Self.homes.count
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let end = min(Self.homes.count + 5, bytes.count)
        let start = index
        while index < end, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
        guard index > start, index < bytes.count, bytes[index] == Self.slash else { return 0 }
        return index + 1
    }

    static let slash = UInt8(ascii: "/")
    static let at = UInt8(ascii: "@")
    private static let homes = Array("/local/domain/".utf8)

    private static let allowed: [Bool] = {
        let characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/_@"
        var table = Array(repeating: false, count: 256)
        for byte in characters.utf8 { table[Int(byte)] = true }
        return table
    }()
}
