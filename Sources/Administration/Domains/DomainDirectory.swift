public import Xen

/// The domains that run on the host, found by whatever an administrator calls them.
public struct DomainDirectory: Sendable, Hashable {
    /// The domains in the order of their numbers.
    public var entries: [DomainEntry]

    /// Makes a directory.
    public init(_ entries: [DomainEntry]) {
        self.entries = entries.sorted { $0.id < $1.id }
    }

    /// Reads the directory from the toolstack's nodes, which are there whether an agent runs or not.
    public static func read(from store: some Store) throws(StoreError) -> DomainDirectory {
        var entries: [DomainEntry] = []
        for text in try store.children(of: "/local/domain") {
            guard let id = DomainID(parsing: text) else { continue }
            let home = StorePath.domain(id)
            let name = try store.text(home.appending("name"))
            let vm = try store.text(home.appending("vm"))
            // A domain that goes away while it is looked at leaves nothing behind.
            guard name != nil || vm != nil || id == .zero else { continue }
            let uuid = vm.flatMap { $0.split(separator: "/").last }.flatMap { DomainUUID(parsing: $0) }
            entries.append(
                DomainEntry(id: id, uuid: uuid ?? (id == .zero ? controlDomain : nil), name: name ?? "")
            )
        }
        return DomainDirectory(entries)
    }

    /// Xen gives dom0 a handle of zeros.
    private static let controlDomain = DomainUUID(high: 0, low: 0)

    /// The domain that a text means: a uuid, a domid or a name.
    ///
    /// - Throws: ``AdministrationError/unknownDomain(_:known:)``, or ``AdministrationError/ambiguousDomain(_:candidates:)``
    ///   where one domain has the name and another the number, or two have the same name, as during a local migration.
    public func find(_ text: String) throws(AdministrationError) -> DomainEntry {
        let uuid = DomainUUID(parsing: text)
        let id = DomainID(parsing: text)
        let found = entries.filter { entry in
            (uuid != nil && entry.uuid == uuid) || entry.id == id || (!text.isEmpty && entry.name == text)
        }
        guard let first = found.first else {
            throw .unknownDomain(text, known: entries.map { $0.name.isEmpty ? "\($0.id)" : $0.name })
        }
        guard found.count == 1 else { throw .ambiguousDomain(text, candidates: found) }
        return first
    }
}
