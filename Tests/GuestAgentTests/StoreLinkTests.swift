import Foundation
import Testing
import Xen
import XenMock

@testable import GuestAgent

@Suite("Store link")
struct StoreLinkTests {
    /// A xenstored with a guest in it, as xl makes one, and the guest's own socket.
    final class Host {
        let server: MockXenstoreServer
        let socket: String
        let guest = MockDomain(DomainID(7), name: "guest", target: KiB(262_144))
        private let folder: GuestFixture

        init() throws {
            folder = try GuestFixture()
            socket = folder.root + "/guest"
            server = try MockXenstoreServer(path: folder.root + "/dom0", guests: [guest.id: socket])
            try server.xenstore.create(guest)
        }

        var link: StoreLink {
            let socket = socket
            return StoreLink(sequence: 100, log: GuestLog(isQuiet: true)) { () throws(StoreError) -> WireClient in
                try WireClient(path: socket, timeout: .seconds(10))
            }
        }

        /// What dom0 sees under the guest's home.
        func read(_ path: StorePath) throws -> String? {
            try server.xenstore.connect().readIfPresent(StorePath("/local/domain/7/\(path)"))
                .map { String(decoding: $0, as: UTF8.self) }
        }

        /// What dom0 sets for the guest.
        func set(_ line: String) throws {
            try server.xenstore.connect().write(StorePath("/local/domain/7/\(ReportFormat.settingsPath)"), line)
        }
    }

    /// Takes events until some make a difference; they come by a socket and so a little later.
    private func awaitNews(_ link: inout StoreLink, at now: Duration) -> Bool {
        for _ in 0..<1000 {
            if link.takeEvents(at: now) { return true }
            usleep(1000)
        }
        return false
    }

    @Test("Reports and requests arrive under the guest's home with numbers that differ")
    func sends() throws {
        let host = try Host()
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        #expect(link.connect(at: .zero) == false)
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(262_144)), at: .zero) == true)
        #expect(try host.read(ReportFormat.reportPath) == "v=1 seq=101 total=262144")
        #expect(link.send(nil, need: KiB(4_096), at: .zero) == true)
        #expect(try host.read(ReportFormat.urgentPath) == "v=1 seq=102 need=4096")
        #expect(link.send(nil, at: .zero) == false)
    }

    @Test("A report stands before the request that it bears out")
    func reportComesFirst() throws {
        let host = try Host()
        let dom0 = host.server.xenstore.connect()
        try dom0.watch(StorePath("/local/domain/7/data"), token: "guest")
        #expect(try dom0.takeEvents(limit: 10).count == 1)
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(262_144)), need: KiB(4_096), at: .zero) == true)
        #expect(try host.read(ReportFormat.reportPath) == "v=1 seq=101 total=262144")
        #expect(try host.read(ReportFormat.urgentPath) == "v=1 seq=102 need=4096")
        let paths = try dom0.takeEvents(limit: 10).map(\.path.text)
        #expect(paths.map { $0.split(separator: "/").last } == ["report", "urgent"])
    }

    @Test("Without a server it tries again after 1, 2, 4 and at last 30 s, and then connects")
    func backsOff() throws {
        let host = try Host()
        let socket = host.socket
        let isThere = Flag()
        var link = StoreLink(sequence: 0, log: GuestLog(isQuiet: true)) { () throws(StoreError) -> WireClient in
            isThere.attempts += 1
            guard isThere.value else { throw StoreError(.disconnected, .connect) }
            return try WireClient(path: socket)
        }
        for second in 0..<100 { #expect(link.connect(at: .seconds(second)) == false) }
        // At 0, 1, 3, 7, 15, 31, 61 and 91 s.
        #expect(isThere.attempts == 8)
        isThere.value = true
        #expect(link.connect(at: .seconds(120)) == false)
        #expect(link.connect(at: .seconds(121)) == true)
    }

    /// Something that a closure shares with its test.
    final class Flag {
        var value = false
        var attempts = 0
    }

    @Test("A connection that is lost is found out by the next report and made anew")
    func reconnects() throws {
        let host = try Host()
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        host.server.xenstore.dropConnections()
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(1)), at: .zero) == false)
        #expect(link.descriptor == nil)
        #expect(link.connect(at: .milliseconds(500)) == false)
        #expect(link.connect(at: .seconds(1)) == true)
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(2)), at: .seconds(1)) == true)
        #expect(try host.read(ReportFormat.reportPath) == "v=1 seq=102 total=2")
    }

    @Test("A lost connection shows as news of none, while the agent sleeps")
    func noticesHangUp() throws {
        let host = try Host()
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        host.server.xenstore.dropConnections()
        for _ in 0..<1000 where link.descriptor != nil {
            #expect(link.takeEvents(at: .zero) == false)
            usleep(1000)
        }
        #expect(link.descriptor == nil)
    }

    @Test("The event that answers the watch is no news; dom0's settings are, and a bad line leaves the good ones")
    func readsTunables() throws {
        let host = try Host()
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        try link.readTunables(at: .zero)
        #expect(link.tunables == GuestTunables())
        usleep(20_000)
        #expect(link.takeEvents(at: .zero) == false)

        try host.set("v=1 frontswap-hysteresis=7")
        let hasNews = awaitNews(&link, at: .zero)
        #expect(hasNews)
        try link.readTunables(at: .zero)
        #expect(link.tunables.swapHysteresis == 7)

        try host.set("v=1 frontswap-hysteresis=0")
        let hasMoreNews = awaitNews(&link, at: .zero)
        #expect(hasMoreNews)
        #expect(throws: ReportError.number(.swapHysteresis)) { try link.readTunables(at: .zero) }
        #expect(link.tunables.swapHysteresis == 7)
    }

    @Test("Settings that the guest may not read do not keep it from reporting")
    func unreadableTunables() throws {
        let host = try Host()
        try host.set("v=1 frontswap-hysteresis=7")
        try host.server.xenstore.connect().setPermissions(
            StorePath("/local/domain/7/\(ReportFormat.settingsPath)"),
            [StorePermission(.none, .zero)],
            in: .none
        )
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        try link.readTunables(at: .zero)
        #expect(link.tunables == GuestTunables())
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(1)), at: .zero) == true)
    }

    @Test("A guest that may not write says so and tries again later")
    func denied() throws {
        let host = try Host()
        try host.server.xenstore.connect().setPermissions(
            "/local/domain/7/data",
            [StorePermission(.none, .zero)],
            in: .none
        )
        var link = host.link
        #expect(link.connect(at: .zero) == true)
        #expect(link.send(MemoryReport(sequence: 0, total: KiB(1)), at: .zero) == false)
        #expect(link.descriptor == nil)
    }
}
