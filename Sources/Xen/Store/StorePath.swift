/// A path of the xenstore tree, absolute (`/local/domain/3/memory/target`) or relative to the home of the connection's
/// own domain (`memory/target`), or one of the two special names of domain life.
public struct StorePath: Sendable, Hashable {
    /// The text as it goes over the wire.
    public var text: String

    /// Makes a path of its text. The server judges it; a text that is no path fails there with EINVAL.
    public init(_ text: String) {
        self.text = text
    }

    /// The path of the node `name` below this one.
    public func appending(_ name: String) -> StorePath {
        StorePath(text == "/" ? "/" + name : text + "/" + name)
    }

    /// The rest of a path that is below this one; empty for this one itself.
    public func rest(of path: StorePath) -> Substring {
        Substring(path.text.utf8.dropFirst(text.utf8.count + 1))
    }

    /// The home of a domain, `/local/domain/<domid>`.
    public static func domain(_ id: DomainID) -> StorePath {
        StorePath("/local/domain/\(id)")
    }

    /// Whether a node's name may have the byte; the server refuses every other one.
    public static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    /// Fires when a domain appears.
    public static let introduceDomain = StorePath("@introduceDomain")
    /// Fires when a domain goes or stops.
    public static let releaseDomain = StorePath("@releaseDomain")

    /// The longest absolute path, XENSTORE_ABS_PATH_MAX in xs_wire.h.
    public static let absoluteMaximum = 3072
    /// The longest relative path, XENSTORE_REL_PATH_MAX in xs_wire.h.
    public static let relativeMaximum = 2048
}

extension StorePath: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Makes a path of a literal.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The text.
    public var description: String {
        text
    }
}
