import Testing
import Xen
import XenMock

@Suite("Mock tree")
struct TreeTests {
    let xenstore = MockXenstore()

    @Test("A write makes what is missing above it, and children keep the order of their birth")
    func createsParents() throws {
        let store = xenstore.connect()
        try store.write("/a/b/c", "1")
        try store.write("/a/z", "2")
        try store.write("/a/a", "3")
        #expect(try store.read("/a/b/c") == Array("1".utf8))
        #expect(try store.read("/a/b") == [])
        #expect(try store.directory("/a") == ["b", "z", "a"])
        #expect(try store.directory("/") == ["tool", "a"])
        try store.remove("/a/z")
        try store.write("/a/z", "4")
        #expect(try store.directory("/a") == ["b", "a", "z"])
    }

    @Test("Removing takes all below with it; what is not there is no error as long as its parent is")
    func removes() throws {
        let store = xenstore.connect()
        try store.write("/a/b/c/d", "1")
        try store.remove("/a/b")
        #expect(try store.directory("/a") == [])
        #expect(throws: StoreError(.noEntry, .read, path: "/a/b/c/d")) { try store.read("/a/b/c/d") }
        try store.remove("/a/b")
        #expect(throws: StoreError(.noEntry, .remove, path: "/x/y")) { try store.remove("/x/y") }
        #expect(throws: StoreError(.invalid, .remove, path: "/")) { try store.remove("/") }
        #expect(try store.directory("/tool") == ["xenstored"])
    }

    @Test("A relative path is below the home of the domain that speaks, for domain 0 too")
    func resolvesRelativePaths() throws {
        try xenstore.connect().write("note", "zero")
        #expect(try xenstore.connect().read("/local/domain/0/note") == Array("zero".utf8))
        try xenstore.create(MockDomain(DomainID(7), name: "guest", target: KiB(1024)))
        let guest = xenstore.connect(as: DomainID(7))
        #expect(try guest.read("memory/target") == Array("1024".utf8))
        #expect(try guest.read("/local/domain/7/name") == Array("guest".utf8))
    }

    @Test(
        "What is no path is refused",
        arguments: [
            "", "//", "/a//b", "/a/", "a/", "/a b", "/a.b", "/a\u{E9}", "@releaseDomain", "/a|b", "/a\n",
        ]
    )
    func refusesPaths(path: String) {
        let store = xenstore.connect()
        #expect(throws: StoreError(.invalid, .read, path: StorePath(path))) { try store.read(StorePath(path)) }
        #expect(throws: StoreError(.invalid, .write, path: StorePath(path))) { try store.write(StorePath(path), "1") }
    }

    @Test("A path is 2,048 bytes at most, counted from the home of a domain where it is in one")
    func limitsPaths() throws {
        let store = xenstore.connect()
        let longest = StorePath("/" + String(repeating: "a", count: 2047))
        try store.write(longest, "1")
        #expect(throws: StoreError.self) { try store.write(StorePath(longest.text + "a"), "1") }
        let home = "/local/domain/12345/"
        try store.write(StorePath(home + String(repeating: "b", count: 2048)), "1")
        #expect(throws: StoreError.self) { try store.write(StorePath(home + String(repeating: "b", count: 2049)), "1") }
        let noHome = "/local/domain/123456/"
        #expect(throws: StoreError.self) {
            try store.write(StorePath(noHome + String(repeating: "c", count: 2048 - noHome.utf8.count + 1)), "1")
        }
    }

    @Test("A list of children longer than a message comes in parts and is complete")
    func listsManyChildren() throws {
        let store = xenstore.connect()
        let names = (0..<1500).map { "child-\($0)" }
        for name in names { try store.write(StorePath("/many").appending(name), "1") }
        #expect(try store.directory("/many") == names)
        #expect((store.requests[.directoryPart] ?? 0) > 3)
    }

    @Test("Any bytes are a value, and an empty one is one")
    func keepsBytes() throws {
        let store = xenstore.connect()
        let value = (0...255).map(UInt8.init)
        try store.write("/bytes", value, in: .none)
        #expect(try store.read("/bytes") == value)
        try store.write("/bytes", "")
        #expect(try store.read("/bytes") == [])
    }

    @Test("Requests are counted by operation, refused ones too")
    func countsRequests() throws {
        let store = xenstore.connect()
        try store.write("/a", "1")
        _ = try? store.read("/none")
        #expect(store.requests == [.write: 1, .read: 1])
        #expect(store.requestCount == 2)
        #expect(xenstore.connect().requestCount == 0)
    }
}
