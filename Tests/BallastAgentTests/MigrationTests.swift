import BallastAgent
import KernelFolder
import Testing
import Xen

@Suite("A domain that is being moved")
struct MigrationTests {
    @Test("As long as dom0 copies a guest, nothing is written for it, and the others are balanced")
    func leftAlone() throws {
        let disks = try DiskHost(settings: ["surplus": .choice("keep")])
        let host = disks.host
        let helper = "/proc/812"
        let line = ["/usr/lib/xen-4.17/bin/libxl-save-helper", "--save-domain", "8", "-1", "1", "1", "0", "0"]
        for id: UInt16 in 1...2 {
            try host.create(id)
            try host.report(id, committed: .mib(600))
        }
        try host.run(seconds: 30)
        let before = try #require(host.target(1))
        try disks.kernel.write(helper + "/cmdline", line.map { $0 + "\0" }.joined())
        for id: UInt16 in 1...2 { try host.report(id, committed: .mib(200)) }
        try host.run(seconds: 30)
        #expect(host.target(1) == before)
        #expect(host.target(2) ?? before < before)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "migrating")
        disks.kernel.remove(helper)
        try host.report(1, committed: .mib(200))
        try host.run(seconds: 30)
        #expect(host.target(1) ?? before < before)
        #expect(host.read("/tool/ballast/status/domain/1/state") == "balanced")
    }
}
