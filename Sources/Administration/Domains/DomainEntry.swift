public import Xen

/// A domain as an administrator names it.
public struct DomainEntry: Sendable, Hashable {
    /// Its number, until its next reboot.
    public var id: DomainID
    /// Its identity over reboots; nil where the toolstack has not said.
    public var uuid: DomainUUID?
    /// What the toolstack calls it; empty where it has not said.
    public var name: String

    /// Makes an entry.
    public init(id: DomainID, uuid: DomainUUID?, name: String) {
        self.id = id
        self.uuid = uuid
        self.name = name
    }

    /// The name below which Ballast keeps what is set for the domain: its uuid, which survives a reboot, else its name.
    public var key: String {
        uuid?.description ?? name
    }
}

extension DomainEntry: CustomStringConvertible {
    /// The domain with everything it goes by.
    public var description: String {
        "\(name.isEmpty ? "domain" : name) (domid \(id)\(uuid.map { ", \($0)" } ?? ""))"
    }
}
