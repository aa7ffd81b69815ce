import Testing
import Xen
import XenMock

@Suite("Mock access lists")
struct PermissionTests {
    let xenstore = MockXenstore()
    let one = DomainID(1)
    let two = DomainID(2)

    init() throws {
        for domain in [one, two] {
            try xenstore.create(MockDomain(domain, name: "guest-\(domain)", target: KiB(1024)))
        }
    }

    /// What the first entry grants, what a second one for domain 1 grants, and what domain 1 may do then.
    static let grants: [(StorePermission.Access, StorePermission.Access?, Bool, Bool)] = [
        (.none, nil, false, false), (.read, nil, true, false), (.write, nil, false, true), (.both, nil, true, true),
        (.none, .read, true, false), (.none, .both, true, true), (.both, StorePermission.Access.none, false, false),
        (.read, .write, false, true),
    ]

    @Test("An entry of its own counts for a domain, the first one for all others", arguments: grants)
    func grantsAccess(
        others: StorePermission.Access,
        own: StorePermission.Access?,
        reads: Bool,
        writes: Bool
    ) throws {
        let (store, guest) = (xenstore.connect(), xenstore.connect(as: one))
        try store.write("/shared", "1")
        let list = [StorePermission(others, .zero)] + (own.map { [StorePermission($0, one)] } ?? [])
        try store.setPermissions("/shared", list, in: .none)
        #expect(((try? guest.read("/shared")) != nil) == reads)
        #expect(((try? guest.directory("/shared")) != nil) == reads)
        #expect(((try? guest.permissions("/shared", in: .none)) != nil) == reads)
        #expect(((try? guest.write("/shared", "2")) != nil) == writes)
        #expect(((try? guest.write("/shared/child", "2")) != nil) == writes)
        // Whoever does not own the node does not say who may do what.
        #expect(throws: StoreError(.denied, .setPermissions, path: "/shared")) {
            try guest.setPermissions("/shared", list, in: .none)
        }
    }

    @Test("A new node has the list of the one above; a guest owns what it makes, domain 0 gives it away")
    func inherits() throws {
        let (store, guest) = (xenstore.connect(), xenstore.connect(as: one))
        try store.write("/local/domain/1/data/by-zero", "1")
        #expect(try store.permissions("/local/domain/1/data/by-zero", in: .none) == [StorePermission(.none, one)])
        try store.setPermissions(
            "/local/domain/1/data",
            [StorePermission(.read, .zero), StorePermission(.both, one)],
            in: .none
        )
        try guest.write("data/a/b", "1")
        let expected = [StorePermission(.read, one), StorePermission(.both, one)]
        #expect(try guest.permissions("data/a", in: .none) == expected)
        #expect(try guest.permissions("data/a/b", in: .none) == expected)
    }

    @Test("An owner sets the list of its node but does not give the node away")
    func setsOwnList() throws {
        let guest = xenstore.connect(as: one)
        try guest.write("data/mine", "1")
        let path = StorePath("/local/domain/1/data/mine")
        #expect(throws: StoreError(.denied, .read, path: path)) { try xenstore.connect(as: two).read(path) }
        try guest.setPermissions(path, [StorePermission(.none, one), StorePermission(.read, two)], in: .none)
        #expect(try xenstore.connect(as: two).read(path) == Array("1".utf8))
        #expect(throws: StoreError(.denied, .setPermissions, path: path)) {
            try guest.setPermissions(path, [StorePermission(.none, two)], in: .none)
        }
    }

    @Test("A guest is not told whether there is something where it may not look")
    func hidesAbsence() throws {
        let guest = xenstore.connect(as: one)
        #expect(throws: StoreError(.denied, .read, path: "/tool/none")) { try guest.read("/tool/none") }
        #expect(throws: StoreError(.denied, .read, path: "/tool/xenstored")) { try guest.read("/tool/xenstored") }
        #expect(throws: StoreError(.noEntry, .read, path: "memory/none")) { try guest.read("memory/none") }
        #expect(throws: StoreError(.denied, .write, path: "memory/none")) { try guest.write("memory/none", "1") }
        #expect(throws: StoreError(.denied, .remove, path: "memory/target")) { try guest.remove("memory/target") }
    }

    @Test(
        "What only a toolstack may ask is refused to a guest",
        arguments: [
            .introduce(DomainID(9), frame: 1, port: 1), .release(DomainID(2)), .isDomainIntroduced(DomainID(1)),
            .resume(DomainID(2)), .setTarget(DomainID(1), target: DomainID(2)), .control("check"),
            .setFeature(DomainID(1), 0), .getQuota(), .setQuota("nodes", 1),
        ] as [WireRequest]
    )
    func refusesToolstackRequests(request: WireRequest) {
        #expect(throws: StoreError(.denied, .other)) { try xenstore.connect(as: one).request(request) }
    }

    @Test("A domain that serves another one has that one's rights")
    func grantsTarget() throws {
        let (store, stub) = (xenstore.connect(), xenstore.connect(as: two))
        #expect(throws: StoreError.self) { try stub.write("/local/domain/1/data/x", "1") }
        _ = try store.request(.setTarget(two, target: one))
        try stub.write("/local/domain/1/data/x", "1")
        #expect(try stub.read("/local/domain/1/memory/target") == Array("1024".utf8))
        #expect(throws: StoreError(.noEntry, .other)) { try store.request(.setTarget(two, target: DomainID(77))) }
    }

    @Test("A new domain does not come into the rights of the one that had its number before")
    func forgetsTheDead() throws {
        let store = xenstore.connect()
        try store.write("/for-one", "1")
        try store.setPermissions("/for-one", [StorePermission(.none, .zero), StorePermission(.read, one)], in: .none)
        #expect(try xenstore.connect(as: one).read("/for-one") == Array("1".utf8))
        xenstore.destroy(one)
        xenstore.introduce(one)
        #expect(throws: StoreError(.denied, .read, path: "/for-one")) {
            try xenstore.connect(as: one).read("/for-one")
        }
        #expect(throws: StoreError(.noEntry, .setPermissions, path: "/for-one")) {
            try store.setPermissions("/for-one", [StorePermission(.none, DomainID(99))], in: .none)
        }
    }

    @Test("What a domain owned goes with it, and so does its connection")
    func removesOrphans() throws {
        let (store, guest) = (xenstore.connect(), xenstore.connect(as: one))
        try guest.write("data/a/b", "1")
        try store.watch("/local/domain/1/data", token: "t")
        _ = try store.takeEvents(limit: 9)
        xenstore.destroy(one)
        #expect(try store.takeEvents(limit: 9).contains(WatchEvent(path: "/local/domain/1/data", token: "t")))
        #expect(try store.readIfPresent("/local/domain/1/data") == nil)
        #expect(try store.directory("/local/domain/1/control") == [])
        #expect(try store.read("/local/domain/1/memory/target") == Array("1024".utf8))
        #expect(throws: StoreError(.disconnected, .read, path: "name")) { try guest.read("name") }
    }
}
