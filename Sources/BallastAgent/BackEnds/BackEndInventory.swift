import Xen

/// The devices that domains serve to each other, kept up to date by one watch for each serving domain.
struct BackEndInventory {
    private(set) var devices: [BackEndDevice.Key: BackEndDevice] = [:]
    /// What they pin.
    var account = BackEndAccount()
    private var unread: Set<BackEndDevice.Key> = []
    /// Serving domains all of whose devices are to be found anew.
    private var unlisted: Set<DomainID> = []

    /// Once so many devices of all domains are unread, everything is found anew: a flood of events costs no memory.
    private static let mostUnread = 1024
    private static let tokenPrefix = "backend/"

    // MARK: Watching

    /// Watches what a domain serves. Most serve nothing, and their watch never fires again.
    static func watch(_ id: DomainID, on store: some Store) throws(StoreError) {
        try store.watch(StorePath.domain(id).appending("backend"), token: "\(tokenPrefix)\(id)")
    }

    /// Takes the watch back.
    static func unwatch(_ id: DomainID, on store: some Store) throws(StoreError) {
        do {
            try store.unwatch(StorePath.domain(id).appending("backend"), token: "\(tokenPrefix)\(id)")
        } catch {
            // A watch that is not there needs no taking back.
            guard error.code == .noEntry else { throw error }
        }
    }

    /// The serving domain whose watch has fired; nil if the token is of another kind.
    static func server(ofToken token: String) -> DomainID? {
        DomainID(token: token, prefix: tokenPrefix)
    }

    /// Marks what an event says has changed.
    mutating func note(_ event: WatchEvent, server: DomainID) {
        let path = StorePath.domain(server).appending("backend").rest(of: event.path)
        if let key = BackEndDevice.Key(server: server, path: path), unread.count < Self.mostUnread {
            unread.insert(key)
        } else {
            unlisted.insert(server)
        }
    }

    /// Forgets a domain that is gone, as a server and as a guest.
    mutating func forget(_ id: DomainID) {
        unlisted.remove(id)
        for key in Array(devices.keys) where key.server == id || key.guest == id { remove(key) }
    }

    private mutating func remove(_ key: BackEndDevice.Key) {
        devices[key] = nil
        account.forget(key)
    }

    // MARK: Reading

    /// Reads what has changed.
    mutating func readChanges(from store: some Store) throws(StoreError) {
        guard !unread.isEmpty || !unlisted.isEmpty else { return }
        for server in unlisted.sorted() {
            unread.formUnion(devices.keys.filter { $0.server == server })
            unread.formUnion(try Self.list(server, in: store))
        }
        unlisted.removeAll()
        for key in unread.sorted() {
            guard let device = try BackEndDevice.read(key, from: store) else {
                remove(key)
                continue
            }
            // A device that was connected anew starts with nothing.
            if devices[key] != device { account.forget(key) }
            devices[key] = device
        }
        unread.removeAll()
    }

    private static func list(_ server: DomainID, in store: some Store) throws(StoreError) -> [BackEndDevice.Key] {
        var keys: [BackEndDevice.Key] = []
        for kind in BackEndDevice.Kind.allCases {
            let home = StorePath.domain(server).appending("backend/\(kind.rawValue)")
            for guest in try children(of: home, in: store) {
                for number in try children(of: home.appending(guest), in: store) {
                    let path = "\(kind.rawValue)/\(guest)/\(number)"
                    if let key = BackEndDevice.Key(server: server, path: path[...]) { keys.append(key) }
                }
            }
        }
        return keys
    }

    private static func children(of path: StorePath, in store: some Store) throws(StoreError) -> [String] {
        do {
            return try store.directory(path)
        } catch {
            guard error.code == .noEntry else { throw error }
            return []
        }
    }
}
