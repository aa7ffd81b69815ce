import Testing
import Xen
import XenMock

@Suite("Mock quotas")
struct QuotaTests {
    let xenstore = MockXenstore()
    let guest: InProcessStore

    init() throws {
        try xenstore.create(MockDomain(DomainID(1), name: "guest", target: KiB(1024)))
        guest = xenstore.connect(as: DomainID(1))
    }

    @Test("A domain owns so many nodes and no more, and those it removes count no longer")
    func limitsNodes() throws {
        let own = try xenstore.connect().request(.control("quota", ["1"]))
        #expect(String(decoding: own, as: UTF8.self).contains("nodes           :       10\n"))
        xenstore.quotas.nodes = 13
        for name in ["a", "b", "c"] { try guest.write(StorePath("data").appending(name), "1") }
        #expect(throws: StoreError(.quota, .write, path: "data/d")) { try guest.write("data/d", "1") }
        #expect(throws: StoreError(.quota, .write, path: "data/d/e/f")) { try guest.write("data/d/e/f", "1") }
        try guest.write("data/a", "2")
        try guest.remove("data/a")
        try guest.write("data/d", "1")
        #expect(try guest.directory("data") == ["b", "c", "d"])
        try xenstore.connect().write("/local/domain/1/data/by-zero", "1")
    }

    @Test("A transaction that makes too many nodes fails at its commit")
    func limitsNodesOfTransactions() throws {
        xenstore.quotas.nodes = 12
        let transaction = try guest.begin()
        for name in ["a", "b", "c"] { try guest.write(StorePath("data").appending(name), "1", in: transaction) }
        #expect(throws: StoreError(.quota, .end)) { try guest.end(transaction, commit: true) }
        #expect(try guest.directory("data") == [])
        try guest.write("data/a", "1")
    }

    @Test("A node has so many bytes, its list of children and its access list among them")
    func limitsSize() throws {
        try guest.write("data/a", Array(repeating: 0, count: 2048 - 24 - 8 - 1), in: .none)
        #expect(throws: StoreError(.quota, .write, path: "data/a")) {
            try guest.write("data/a", Array(repeating: 0, count: 2048 - 24 - 8), in: .none)
        }
        #expect(try guest.read("data/a").count == 2015)
        try xenstore.connect().write("/big", Array(repeating: 0, count: 4000), in: .none)
    }

    @Test("Watches, transactions and access lists are limited as in xenstored, which lets one more through")
    func limitsOthers() throws {
        xenstore.quotas.watches = 3
        xenstore.quotas.transactions = 2
        for number in 0..<4 { try guest.watch("data", token: "\(number)") }
        #expect(throws: StoreError(.invalid, .watch, path: "data")) { try guest.watch("data", token: "5") }
        try guest.unwatch("data", token: "0")
        try guest.watch("data", token: "5")
        let transactions = try (0..<3).map { _ in try guest.begin() }
        #expect(throws: StoreError(.quota, .begin)) { try guest.begin() }
        try guest.end(transactions[0], commit: false)
        _ = try guest.begin()
        try guest.write("data/a", "1")
        let list = (0..<6).map { _ in StorePermission(.none, DomainID(1)) }
        #expect(throws: StoreError(.quota, .setPermissions, path: "data/a")) {
            try guest.setPermissions("data/a", list, in: .none)
        }
        try guest.setPermissions("data/a", Array(list.dropLast()), in: .none)
        let zero = xenstore.connect()
        for number in 0..<200 { try zero.watch("/", token: "\(number)") }
    }

    @Test("A transaction touches so many nodes; one more and it cannot be committed")
    func limitsTransactionNodes() throws {
        xenstore.quotas.transactionNodes = 4
        let transaction = try guest.begin()
        for name in ["name", "vm", "domid", "memory"] { _ = try guest.read(StorePath(name), in: transaction) }
        #expect(throws: StoreError(.quota, .read, path: "data")) { try guest.read("data", in: transaction) }
        #expect(throws: StoreError(.system(12), .end)) { try guest.end(transaction, commit: true) }
    }

    @Test("GET_QUOTA and SET_QUOTA speak of all domains or of one")
    func setsQuotas() throws {
        let zero = xenstore.connect()
        func text(_ request: WireRequest) throws -> String {
            String(decoding: try zero.request(request).dropLast(), as: UTF8.self)
        }
        #expect(try text(.getQuota()).split(separator: " ").contains("nodes"))
        #expect(try text(.getQuota("nodes")) == "1000")
        _ = try zero.request(.setQuota("nodes", 10, DomainID(1)))
        #expect(try text(.getQuota("nodes", DomainID(1))) == "10")
        #expect(try text(.getQuota("nodes")) == "1000")
        #expect(throws: StoreError(.quota, .write, path: "data/a")) { try guest.write("data/a", "1") }
        #expect(throws: StoreError(.invalid, .other)) { try text(.getQuota("no-such")) }
        let old = MockXenstore(version: .v4_17).connect()
        #expect(throws: StoreError(.unsupported, .other)) { try old.request(.getQuota("nodes")) }
        #expect(throws: StoreError(.unsupported, .other)) { try old.request(.getFeature()) }
    }
}
