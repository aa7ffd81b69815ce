import BallastAgent
import Ballooning
import KernelFolder
import Testing
import Xen

@Suite("A domain that is being moved")
struct MigrationTests {
    private static let helper = "/proc/812"

    /// Has dom0 begin to copy a guest.
    private func save(_ id: UInt16, _ disks: DiskHost) throws {
        let line = ["/usr/lib/xen-4.17/bin/libxl-save-helper", "--save-domain", "8", "-1", "\(id)", "1", "0", "0"]
        try disks.kernel.write(Self.helper + "/cmdline", line.map { $0 + "\0" }.joined())
    }

    @Test("As long as dom0 copies a guest, nothing is written for it, and the others are balanced")
    func leftAlone() throws {
        let disks = try DiskHost(settings: ["surplus": .choice("keep")])
        let host = disks.host
        for id: UInt16 in 1...2 {
            try host.create(id)
            try host.report(id, committed: .mib(600))
        }
        try host.run(seconds: 30)
        let before = try #require(host.target(1))
        try save(1, disks)
        for id: UInt16 in 1...2 { try host.report(id, committed: .mib(200)) }
        try host.run(seconds: 30)
        #expect(host.target(1) == before)
        #expect(host.target(2) ?? before < before)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "migrating")
        disks.kernel.remove(Self.helper)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(host.target(1) ?? before < before)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
    }

    @Test("Calls that come one after another do not have dom0's processes looked at each time")
    func lookedAtRarely() throws {
        let disks = try DiskHost(settings: ["surplus": .choice("keep")])
        let host = disks.host
        try host.create(1)
        try host.report(1, committed: .mib(600))
        try host.run(seconds: 30)
        try save(1, disks)
        func call(after milliseconds: Int64, _ sequence: Int) throws {
            host.time.now = host.time.now + Milliseconds(milliseconds)
            try host.call(1, need: .mib(10), sequence: sequence)
            try host.turn()
        }
        try call(after: 2000, 1)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "migrating")
        disks.kernel.remove(Self.helper)
        try call(after: 500, 2)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "migrating")
        try call(after: 500, 3)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
    }
}
