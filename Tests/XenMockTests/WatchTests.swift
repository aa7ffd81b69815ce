import Testing
import Xen
import XenMock

@Suite("Mock watches")
struct WatchTests {
    let xenstore = MockXenstore()

    private func events(_ store: InProcessStore) throws -> [String] {
        try store.takeEvents(limit: .max).map { "\($0.path) \($0.token)" }
    }

    @Test("A watch fires once when it is set, and then for its node and all below, once per token, in order")
    func fires() throws {
        let (one, other) = (xenstore.connect(), xenstore.connect())
        try one.watch("/a", token: "t")
        try one.watch("/a", token: "u")
        try one.watch("/a/b", token: "v")
        #expect(try events(one) == ["/a t", "/a u", "/a/b v"])
        try other.write("/a/b", "1")
        #expect(try events(one) == ["/a/b t", "/a/b u", "/a/b v"])
        try other.write("/a/c", "1")
        try other.write("/ab", "1")
        try other.setPermissions("/a/c", [StorePermission(.read, .zero)], in: .none)
        #expect(try events(one) == ["/a/c t", "/a/c u", "/a/c t", "/a/c u"])
        _ = try other.request(.makeDirectory("/a/b"))
        _ = try other.read("/a/b")
        #expect(try events(one) == [])
    }

    @Test("A removal tells the watches below of their own nodes and those above of the one removed")
    func tellsOfRemoval() throws {
        let store = xenstore.connect()
        try store.write("/a/b/c", "1")
        try store.write("/a/d", "1")
        for path in ["/", "/a", "/a/b", "/a/b/c", "/a/d", "/a/none"] {
            try store.watch(StorePath(path), token: path)
        }
        _ = try events(store)
        try store.remove("/a")
        #expect(try events(store) == ["/a/b/c /a/b/c", "/a/b /a/b", "/a/d /a/d", "/a /", "/a /a"])
    }

    @Test("A relative watch tells relative paths")
    func tellsRelativePaths() throws {
        try xenstore.create(MockDomain(DomainID(3), name: "guest", target: KiB(1024)))
        let guest = xenstore.connect(as: DomainID(3))
        try guest.watch("memory", token: "r")
        try guest.watch("/local/domain/3/memory", token: "a")
        #expect(try events(guest) == ["memory r", "/local/domain/3/memory a"])
        try xenstore.connect().write("/local/domain/3/memory/target", "2048")
        #expect(try events(guest) == ["memory/target r", "/local/domain/3/memory/target a"])
    }

    @Test("A transaction tells at its commit, each node once, and nothing if it is aborted")
    func tellsAtCommit() throws {
        let store = xenstore.connect()
        try store.watch("/a", token: "t")
        _ = try events(store)
        let aborted = try store.begin()
        try store.write("/a/x", "1", in: aborted)
        try store.end(aborted, commit: false)
        #expect(try events(store) == [])
        let transaction = try store.begin()
        try store.write("/a/x", "1", in: transaction)
        try store.write("/a/y", "1", in: transaction)
        try store.write("/a/x", "2", in: transaction)
        try store.write("/a/z", "1", in: transaction)
        try store.remove("/a/z", in: transaction)
        #expect(try events(store) == [])
        try store.end(transaction, commit: true)
        #expect(try events(store) == ["/a/x t", "/a/y t"])
    }

    @Test("Whoever may read neither a node nor its parent is not told")
    func keepsSecrets() throws {
        try xenstore.create(MockDomain(DomainID(3), name: "guest", target: KiB(1024)))
        let (guest, store) = (xenstore.connect(as: DomainID(3)), xenstore.connect())
        try guest.watch("/secret", token: "t")
        try guest.watch("memory/target", token: "t")
        #expect(try events(guest) == ["/secret t", "memory/target t"])
        try store.write("/secret/name", "1")
        try store.write("/local/domain/3/memory/target", "1")
        #expect(try events(guest) == ["memory/target t"])
        // The loss of the right to read is the last thing that is told.
        let readable = [StorePermission(.none, .zero), StorePermission(.read, DomainID(3))]
        try store.setPermissions("/secret/name", readable, in: .none)
        try store.setPermissions("/secret/name", [StorePermission(.none, .zero)], in: .none)
        try store.write("/secret/name", "2")
        #expect(try events(guest) == ["/secret/name t", "/secret/name t"])
    }

    @Test("A watch is known by path and token")
    func knowsWatches() throws {
        let store = xenstore.connect()
        try store.watch("/a", token: "t")
        #expect(throws: StoreError(.exists, .watch, path: "/a")) { try store.watch("/a", token: "t") }
        #expect(throws: StoreError(.noEntry, .unwatch, path: "/a")) { try store.unwatch("/a", token: "u") }
        try store.unwatch("/a", token: "t")
        #expect(throws: StoreError(.noEntry, .unwatch, path: "/a")) { try store.unwatch("/a", token: "t") }
        _ = try events(store)
        try store.write("/a", "1")
        #expect(try events(store) == [])
    }

    @Test("Domain life is told once per change, and to those alone who may know")
    func tellsOfDomains() throws {
        try xenstore.create(MockDomain(DomainID(3), name: "guest", target: KiB(1024)))
        let (store, guest) = (xenstore.connect(), xenstore.connect(as: DomainID(3)))
        for watcher in [store, guest] {
            try watcher.watch(.introduceDomain, token: "i")
            try watcher.watch(.releaseDomain, token: "r")
            _ = try events(watcher)
        }
        let domain = MockDomain(DomainID(4), name: "other", target: KiB(1024))
        try xenstore.create(domain)
        xenstore.introduce(domain.id)
        #expect(try events(store) == ["@introduceDomain i"])
        xenstore.shutDown(domain.id)
        xenstore.shutDown(domain.id)
        #expect(try events(store) == ["@releaseDomain r"])
        try xenstore.remove(domain)
        #expect(try events(store) == ["@releaseDomain r"])
        #expect(try events(guest) == [])
        let all = [StorePermission(.none, .zero), StorePermission(.read, DomainID(3))]
        try store.setPermissions(.releaseDomain, all, in: .none)
        try xenstore.create(domain)
        try xenstore.remove(domain)
        #expect(try events(guest) == ["@releaseDomain r"])
    }

    @Test("A watch of limited depth sees that many levels and no more")
    func limitsDepth() throws {
        let store = xenstore.connect()
        _ = try store.request(.watch("/a", token: "0", depth: 0))
        _ = try store.request(.watch("/a", token: "1", depth: 1))
        try store.watch("/a", token: "all")
        _ = try events(store)
        try store.write("/a", "1")
        #expect(try events(store) == ["/a 0", "/a 1", "/a all"])
        try store.write("/a/b", "1")
        #expect(try events(store) == ["/a/b 1", "/a/b all"])
        try store.write("/a/b/c", "1")
        #expect(try events(store) == ["/a/b/c all"])
        let old = MockXenstore(version: .v4_17).connect()
        #expect(throws: StoreError(.invalid, .watch, path: "/a")) {
            try old.request(.watch("/a", token: "0", depth: 0))
        }
    }

    @Test("RESET_WATCHES drops watches and transactions, a lost connection its own")
    func forgets() throws {
        let store = xenstore.connect()
        try store.watch("/a", token: "t")
        let transaction = try store.begin()
        _ = try store.request(.resetWatches)
        #expect(throws: StoreError(.noEntry, .end)) { try store.end(transaction, commit: true) }
        try store.watch("/a", token: "t")
        #expect(try events(store).count == 2)
        store.disconnect()
        #expect(throws: StoreError(.disconnected, .events)) { try store.takeEvents(limit: 1) }
        #expect(throws: StoreError(.disconnected, .read, path: "/")) { try store.read("/") }
    }

    @Test("Wake-ups come with events and end with the connection")
    func wakesUp() async throws {
        let store = xenstore.connect()
        var wakeups = store.wakeups.makeAsyncIterator()
        try store.watch("/a", token: "t")
        #expect(await wakeups.next() != nil)
        #expect(try events(store) == ["/a t"])
        xenstore.dropConnections()
        #expect(await wakeups.next() == nil)
    }
}
