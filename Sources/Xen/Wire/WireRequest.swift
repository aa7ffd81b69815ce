/// A request in Swift's terms, and the bytes that stand for it (docs/misc/xenstore.txt of Xen).
public enum WireRequest: Sendable, Hashable {
    /// A command for the server with its parameters.
    case control(String, [String] = [])
    /// The names of a node's children.
    case directory(StorePath)
    /// The names of a node's children from this byte of their list on.
    case directoryPart(StorePath, offset: Int)
    /// A node's value.
    case read(StorePath)
    /// A node's access list.
    case getPermissions(StorePath)
    /// Setting a watch that sees this many levels below its path, or all of them.
    case watch(StorePath, token: String, depth: Int? = nil)
    /// Taking a watch back.
    case unwatch(StorePath, token: String)
    /// Dropping all watches and transactions of the caller.
    case resetWatches
    /// Opening a transaction.
    case transactionStart
    /// Ending the transaction that the message names.
    case transactionEnd(commit: Bool)
    /// Telling the server of a new domain, the frame of its ring and its event channel.
    case introduce(DomainID, frame: UInt, port: UInt32)
    /// Telling the server that a domain is gone.
    case release(DomainID)
    /// The home of a domain.
    case getDomainPath(DomainID)
    /// Whether the server talks to a domain.
    case isDomainIntroduced(DomainID)
    /// Watching a domain's shutdown again.
    case resume(DomainID)
    /// Giving a domain the rights of the one that it serves.
    case setTarget(DomainID, target: DomainID)
    /// Setting a node's value.
    case write(StorePath, [UInt8])
    /// Creating an empty node.
    case makeDirectory(StorePath)
    /// Removing a node with all below it.
    case remove(StorePath)
    /// Setting a node's access list.
    case setPermissions(StorePath, [StorePermission])
    /// The features that the server has, or those that it offers to a domain.
    case getFeature(DomainID? = nil)
    /// Choosing the features that a domain is offered.
    case setFeature(DomainID, UInt32)
    /// The names of all quotas, the value of one, or its value for a domain.
    case getQuota(String? = nil, DomainID? = nil)
    /// Setting a quota, for all domains or for one.
    case setQuota(String, UInt32, DomainID? = nil)

    /// The type of the message.
    public var operation: WireOperation {
        switch self {
        case .control: .control
        case .directory: .directory
        case .directoryPart: .directoryPart
        case .read: .read
        case .getPermissions: .getPermissions
        case .watch: .watch
        case .unwatch: .unwatch
        case .resetWatches: .resetWatches
        case .transactionStart: .transactionStart
        case .transactionEnd: .transactionEnd
        case .introduce: .introduce
        case .release: .release
        case .getDomainPath: .getDomainPath
        case .isDomainIntroduced: .isDomainIntroduced
        case .resume: .resume
        case .setTarget: .setTarget
        case .write: .write
        case .makeDirectory: .makeDirectory
        case .remove: .remove
        case .setPermissions: .setPermissions
        case .getFeature: .getFeature
        case .setFeature: .setFeature
        case .getQuota: .getQuota
        case .setQuota: .setQuota
        }
    }

    /// What follows the header.
    public var payload: [UInt8] {
        switch self {
        case .control(let command, let parameters): Self.texts([command] + parameters)
        case .directory(let path), .read(let path), .getPermissions(let path), .makeDirectory(let path),
            .remove(let path):
            Self.texts([path.text])
        case .directoryPart(let path, let offset): Self.texts([path.text, String(offset)])
        case .watch(let path, let token, let depth):
            Self.texts([path.text, token] + (depth.map { [String($0)] } ?? []))
        case .unwatch(let path, let token): Self.texts([path.text, token])
        case .resetWatches, .transactionStart: [0]
        case .transactionEnd(let commit): Self.texts([commit ? "T" : "F"])
        case .introduce(let domain, let frame, let port): Self.texts(["\(domain)", String(frame), String(port)])
        case .release(let domain), .getDomainPath(let domain), .isDomainIntroduced(let domain), .resume(let domain):
            Self.texts(["\(domain)"])
        case .setTarget(let domain, let target): Self.texts(["\(domain)", "\(target)"])
        // The value ends where the message ends: a NUL behind it would be part of it.
        case .write(let path, let value): Self.texts([path.text]) + value
        case .setPermissions(let path, let permissions): Self.texts([path.text] + permissions.map(\.description))
        case .getFeature(let domain): Self.texts(domain.map { ["\($0)"] } ?? [])
        case .setFeature(let domain, let features): Self.texts(["\(domain)", String(features)])
        case .getQuota(let name, let domain): Self.texts((domain.map { ["\($0)"] } ?? []) + (name.map { [$0] } ?? []))
        case .setQuota(let name, let value, let domain):
            Self.texts((domain.map { ["\($0)"] } ?? []) + [name, String(value)])
        }
    }

    /// The whole message.
    public func message(request: UInt32 = 0, in transaction: StoreTransaction = .none) -> WireMessage {
        WireMessage(operation, request: request, transaction: transaction, payload: payload)
    }

    private static func texts(_ texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count + 1 })
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        }
        return bytes
    }
}
