import Xen

/// A device that one domain serves to another: the memory behind it is the serving domain's.
struct BackEndDevice: Hashable, Sendable {
    /// What identifies a device: its place below `/local/domain/<server>/backend`.
    struct Key: Hashable, Sendable {
        /// The domain that serves it: dom0, or a driver domain.
        var server: DomainID
        /// What it is.
        var kind: Kind
        /// The domain that uses it.
        var guest: DomainID
        /// Its number among the guest's devices of that kind.
        var number: Int
    }

    /// The kinds whose memory is known.
    enum Kind: String, CaseIterable, Sendable {
        /// A disk, served by blkback.
        case disk = "vbd"
        /// A network interface, served by netback.
        case network = "vif"
    }

    /// What both ends have agreed on.
    var rings: Int
    /// How many requests one ring holds.
    var entries: Int
    /// Whether the server keeps the guest's pages mapped between requests.
    var isPersistent: Bool
}

extension BackEndDevice.Key {
    /// Reads a path below a server's `backend` node, as `vbd/7/51712/state`; nil where it names no device.
    init?(server: DomainID, path: Substring) {
        let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, let kind = BackEndDevice.Kind(rawValue: String(parts[0])),
            let guest = DomainID(parsing: parts[1]), let number = Int(parts[2]), number >= 0
        else { return nil }
        self.init(server: server, kind: kind, guest: guest, number: number)
    }

    /// The device's node in the serving domain's tree.
    var path: StorePath {
        StorePath.domain(server).appending("backend/\(kind.rawValue)/\(guest)/\(number)")
    }

    /// The device's node in the using domain's tree, which that domain writes.
    var guestPath: StorePath {
        StorePath.domain(guest).appending("device/\(kind.rawValue)/\(number)")
    }
}

extension BackEndDevice.Key: Comparable {
    static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.server, lhs.guest, lhs.kind.rawValue, lhs.number) < (rhs.server, rhs.guest, rhs.kind.rawValue, rhs.number)
    }
}
