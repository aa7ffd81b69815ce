import Glibc
import Logging
import Testing
import Xen
import XenMock
import XenSystem

/// The C library against the mock's socket. Each test is a process of its own, since libxenstore takes the path of the
/// socket from the environment.
@Suite("libxenstore")
struct SystemStoreTests {
    @Test("Nodes are written, read, listed and removed, and a missing one is told from a forbidden one")
    func nodes() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.write("/local/domain/3/memory/target", "524288")
            #expect(try store.read("/local/domain/3/memory/target") == Array("524288".utf8))
            #expect(try store.directory("/local/domain/3") == ["memory"])
            #expect(try store.readIfPresent("/nowhere") == nil)
            try store.write("/binary", [0, 255, 10], in: .none)
            #expect(try store.read("/binary") == [0, 255, 10])
            try store.remove("/local/domain/3")
            #expect(throws: StoreError(.noEntry, .read, path: "/local/domain/3/memory/target")) {
                try store.read("/local/domain/3/memory/target")
            }
            #expect(throws: StoreError(.invalid, .read, path: "//")) { try store.read("//") }
        }
    }

    @Test("Access lists come back as they were set")
    func permissions() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.write("/tool/ballast", "")
            let list = [
                StorePermission(.none, .zero), StorePermission(.read, DomainID(3)), StorePermission(.both, DomainID(4)),
                StorePermission(.write, DomainID(5)),
            ]
            try store.setPermissions("/tool/ballast", list, in: .none)
            #expect(try store.permissions("/tool/ballast", in: .none) == list)
        }
    }

    @Test("A transaction that meets another one is tried again, and gives up in the end")
    func transactions() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.write("/counter", "0")
            var attempts = 0
            try store.transaction { (transaction) throws(StoreError) in
                attempts += 1
                _ = try store.read("/counter", in: transaction)
                if attempts < 3 { try store.write("/counter", "\(attempts)") }
                try store.write("/counter", "done", in: transaction)
                return .commit(())
            }
            #expect(attempts == 3)
            #expect(try store.read("/counter") == Array("done".utf8))
            #expect(throws: StoreError(.conflict, .end)) {
                try store.transaction(attempts: 2) { (transaction) throws(StoreError) in
                    _ = try store.read("/counter", in: transaction)
                    try store.write("/counter", "again")
                    try store.write("/counter", "never", in: transaction)
                    return .commit(())
                }
            }
        }
    }

    @Test("A watch wakes its reader with the event of its setting and of each change, and not after it is taken back")
    func watches() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.watch("/local/domain/1", token: "one")
            var seen: [WatchEvent] = []
            try store.write("/local/domain/1/name", "guest")
            for await _ in store.wakeups {
                seen += try store.takeEvents(limit: 100)
                if seen.count == 2 { break }
            }
            #expect(
                seen == [
                    WatchEvent(path: "/local/domain/1", token: "one"),
                    WatchEvent(path: "/local/domain/1/name", token: "one"),
                ]
            )
            try store.unwatch("/local/domain/1", token: "one")
            try store.write("/local/domain/1/name", "other")
            _ = try store.read("/local/domain/1/name")
            #expect(try store.takeEvents(limit: 100).isEmpty)
            #expect(throws: StoreError(.noEntry, .unwatch, path: "/local/domain/1")) {
                try store.unwatch("/local/domain/1", token: "one")
            }
        }
    }

    @Test("Events that nobody takes yet cost no processor time, and the next one wakes the reader all the same")
    func busyReader() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.watch("/a", token: "a")
            var wakeups = store.wakeups.makeAsyncIterator()
            _ = await wakeups.next()
            // The event waits; meanwhile the reader is busy with something else.
            let before = clock()
            usleep(500_000)
            #expect(clock() - before < CLOCKS_PER_SEC / 10)
            #expect(try store.takeEvents(limit: 100).count == 1)
            try store.write("/a/b", "")
            var seen = 0
            while seen == 0 {
                _ = await wakeups.next()
                seen += try store.takeEvents(limit: 100).count
            }
            #expect(seen == 1)
        }
    }

    @Test("A server that goes is noticed at the next look for events, and each request says so")
    func lostConnection() async {
        await #expect(processExitsWith: .success) {
            let server = try listen()
            let store = try SystemStore()
            defer { server.stop() }
            try store.watch("/local/domain/1", token: "one")
            server.xenstore.dropConnections()
            var code: StoreError.Code?
            // libxenstore closes its end on a thread of its own, a moment later.
            for _ in 0..<1000 where code == nil {
                do throws(StoreError) { _ = try store.takeEvents(limit: 10) } catch { code = error.code }
                usleep(10_000)
            }
            #expect(code == .disconnected)
            #expect(throws: StoreError(.disconnected, .read, path: "/")) { try store.read("/") }
        }
    }

    @Test("No server at the path is an error that says so")
    func noServer() async {
        await #expect(processExitsWith: .success) {
            setenv("XENSTORED_PATH", "/nonexistent/socket", 1)
            #expect(throws: StoreError(.disconnected, .connect)) { try SystemStore() }
        }
    }

    @Test("A machine without Xen has no hypervisor to open, and its library's words go to the log")
    func noHypervisor() throws {
        // On a dom0 there is one, and nothing to test here.
        guard access("/dev/xen/privcmd", F_OK) != 0 else { return }
        let error = #expect(throws: HypervisorError.self) {
            try SystemHypervisor(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        }
        #expect(error?.operation == .open)
    }
}

/// A mock xenstored on a new socket, to which libxenstore connects from now on.
private func listen() throws -> MockXenstoreServer {
    let path = "/tmp/ballast-test-\(getpid())"
    let server = try MockXenstoreServer(path: path)
    setenv("XENSTORED_PATH", path, 1)
    return server
}
