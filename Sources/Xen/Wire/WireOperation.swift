/// The type of a message, by the numbers of Xen's public header `io/xs_wire.h` up to Xen 4.22. Any number can arrive,
/// so this is no closed set.
public struct WireOperation: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public var rawValue: UInt32

    /// Makes a type of its number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// A command for the server itself; DEBUG in old versions.
    public static let control = WireOperation(rawValue: 0)
    /// The names of a node's children.
    public static let directory = WireOperation(rawValue: 1)
    /// A node's value.
    public static let read = WireOperation(rawValue: 2)
    /// A node's access list.
    public static let getPermissions = WireOperation(rawValue: 3)
    /// Setting a watch.
    public static let watch = WireOperation(rawValue: 4)
    /// Taking a watch back.
    public static let unwatch = WireOperation(rawValue: 5)
    /// Opening a transaction.
    public static let transactionStart = WireOperation(rawValue: 6)
    /// Committing or aborting a transaction.
    public static let transactionEnd = WireOperation(rawValue: 7)
    /// Telling the server of a new domain.
    public static let introduce = WireOperation(rawValue: 8)
    /// Telling the server that a domain is gone.
    public static let release = WireOperation(rawValue: 9)
    /// The home of a domain.
    public static let getDomainPath = WireOperation(rawValue: 10)
    /// Setting a node's value.
    public static let write = WireOperation(rawValue: 11)
    /// Creating an empty node.
    public static let makeDirectory = WireOperation(rawValue: 12)
    /// Removing a node with all below it.
    public static let remove = WireOperation(rawValue: 13)
    /// Setting a node's access list.
    public static let setPermissions = WireOperation(rawValue: 14)
    /// The server's news of a change; never a request.
    public static let watchEvent = WireOperation(rawValue: 15)
    /// The server's answer to a request that failed; never a request.
    public static let error = WireOperation(rawValue: 16)
    /// Whether the server talks to a domain.
    public static let isDomainIntroduced = WireOperation(rawValue: 17)
    /// Watching a domain's shutdown again after a resume.
    public static let resume = WireOperation(rawValue: 18)
    /// Giving a domain the rights of another one.
    public static let setTarget = WireOperation(rawValue: 19)
    /// Dropping all watches and transactions of the caller. Number 20 was RESTRICT, which is gone.
    public static let resetWatches = WireOperation(rawValue: 21)
    /// The names of a node's children in parts, for lists longer than a message.
    public static let directoryPart = WireOperation(rawValue: 22)
    /// The server's features, as seen by a domain.
    public static let getFeature = WireOperation(rawValue: 23)
    /// Choosing the features that a domain is offered.
    public static let setFeature = WireOperation(rawValue: 24)
    /// The value of a quota.
    public static let getQuota = WireOperation(rawValue: 25)
    /// Setting a quota.
    public static let setQuota = WireOperation(rawValue: 26)
}

extension WireOperation: CustomStringConvertible {
    /// The name in the words of docs/misc/xenstore.txt, or the bare number of an unknown type.
    public var description: String {
        let names = Self.names
        guard let index = Int(exactly: rawValue), names.indices.contains(index) else { return "type \(rawValue)" }
        return names[index]
    }

    private static let names = [
        "CONTROL", "DIRECTORY", "READ", "GET_PERMS", "WATCH", "UNWATCH", "TRANSACTION_START", "TRANSACTION_END",
        "INTRODUCE", "RELEASE", "GET_DOMAIN_PATH", "WRITE", "MKDIR", "RM", "SET_PERMS", "WATCH_EVENT", "ERROR",
        "IS_DOMAIN_INTRODUCED", "RESUME", "SET_TARGET", "RESTRICT", "RESET_WATCHES", "DIRECTORY_PART", "GET_FEATURE",
        "SET_FEATURE", "GET_QUOTA", "SET_QUOTA",
    ]
}
