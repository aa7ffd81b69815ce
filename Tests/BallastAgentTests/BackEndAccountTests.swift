import BallastAgent
import KernelFolder
import Testing
import Xen
import XenMock

@Suite("What guests' devices pin")
struct BackEndAccountTests {
    @Test("A disk's pool is what its requests needed at most, as many as one ring holds")
    func pool() throws {
        let disks = try DiskHost()
        try disks.createBusyGuest(1)
        #expect(disks.pinned(1) == 32 * 11)
    }

    @Test("A disk that was never asked for anything pins nothing")
    func idle() throws {
        let disks = try DiskHost()
        try disks.host.create(1)
        try disks.connect(of: 1)
        try disks.serve(0, of: 1)
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(1) == 0)
    }

    @Test("A pool does not shrink while nothing is asked, but goes no further than its limit")
    func limit() throws {
        let disks = try DiskHost()
        try disks.createBusyGuest(1)
        try disks.host.run(seconds: 30)
        #expect(disks.pinned(1) == 352)
        try disks.kernel.write("/sys/module/xen_blkback/parameters/max_buffer_pages", "100\n")
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(1) == 100)
    }

    @Test(
        "What the guest says of its rings is believed within what dom0 offers",
        arguments: [
            (["multi-queue-num-queues": "2"], 2 * 32 * 11),
            (["multi-queue-num-queues": "999999"], 4 * 32 * 11),
            (["multi-queue-num-queues": "-7"], 32 * 11),
            (["ring-page-order": "1"], 64 * 11),
            (["ring-page-order": "60"], 1024),
            (["multi-queue-num-queues": "all", "ring-page-order": ""], 32 * 11),
            (["feature-persistent": "1"], 32 * 11),
        ]
    )
    func claims(nodes: [String: String], expected: Int) throws {
        let disks = try DiskHost()
        try disks.host.create(1)
        try disks.connect(of: 1, nodes: nodes)
        try disks.serve(1000, of: 1)
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(1) == expected)
    }

    @Test("A network interface pins the requests that netback may have under way")
    func network() throws {
        let disks = try DiskHost()
        try disks.host.create(1)
        try disks.host.write("/local/domain/1/device/vif/0/multi-queue-num-queues", "2")
        try disks.host.write("/local/domain/0/backend/vif/1/0/multi-queue-max-queues", "8")
        try disks.host.write("/local/domain/0/backend/vif/1/0/state", "4")
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(1) == 512)
    }

    @Test("A driver domain's disks are accounted to it and to the guest, and not to dom0")
    func driverDomain() throws {
        let disks = try DiskHost()
        try disks.host.create(1)
        try disks.host.create(2)
        try disks.connect(of: 2, server: 1)
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(2) == 1024)
        #expect(disks.host.read("/tool/ballast/status/domain/1/backend-served") == "4096")
        #expect(disks.host.read("/tool/ballast/status/domain/0/backend-served") == nil)
    }

    @Test("A disk that is taken away is accounted no more")
    func detached() throws {
        let disks = try DiskHost()
        try disks.createBusyGuest(1)
        try disks.disconnect(of: 1)
        try disks.host.run(seconds: 12)
        #expect(disks.pinned(1) == nil)
    }

    @Test("A host whose disks rest costs no request to the store")
    func silent() throws {
        let disks = try DiskHost()
        try disks.createBusyGuest(1)
        try disks.host.run(seconds: 300)
        let before = disks.host.connection.requests
        let rounds = disks.host.rounds.count
        try disks.host.run(seconds: 60)
        #expect(disks.host.rounds.count > rounds)
        #expect(disks.host.connection.requests == before)
    }
}
