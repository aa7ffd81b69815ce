import BallastAgent
import Ballooning
import Glibc
import KernelFolder
import Synchronization
import Testing
import Xen
import XenMock

@Suite("The squeeze of dom0's disk pools")
struct SqueezeTests {
    private let disks: DiskHost

    init() throws {
        disks = try DiskHost()
        try disks.createBusyGuest(1)
    }

    private func squeeze() throws {
        disks.alarm.raise()
        try disks.host.turn()
    }

    @Test("The kernel's alarm leads to the squeeze in the same turn")
    func begins() throws {
        try squeeze()
        #expect(disks.limit == "0")
        #expect(disks.record == "1024")
        #expect(disks.pinned(1) == 0)
    }

    @Test("Between the alarm and the squeeze there is one request to the store, however much else has happened")
    func comesFirst() throws {
        for id: UInt16 in 2...20 { try disks.host.create(id) }
        try disks.host.run(seconds: 60)
        // Every guest has news, the administrator as well, and a disk has come.
        for id: UInt16 in 1...20 { try disks.host.report(id, committed: .mib(300)) }
        try disks.host.write("/tool/ballast/config/uphysteresis", "2")
        try disks.host.write("/tool/ballast/reservations/one/min", "65536")
        try disks.connect(51728, of: 1)
        let before = disks.host.connection.requestCount
        let atSqueeze = Mutex<Int?>(nil)
        disks.host.log.listen { [connection = disks.host.connection] phrase in
            if phrase == "disk pools are squeezed" { atSqueeze.withLock { $0 = connection.requestCount } }
        }
        try squeeze()
        #expect(atSqueeze.withLock { $0 } == before + 1)
        #expect(disks.host.connection.requestCount > before + 20)
    }

    @Test("The squeeze waits neither for Xen nor for a file but the limit's own")
    func waitsForNothing() throws {
        for file in ["/proc/meminfo", "/sys/bus/xen-backend"] { disks.kernel.remove(file) }
        for operation in [HypervisorError.Operation.domains, .hostMemory] {
            disks.host.hypervisor.inject(HypervisorFault(.fail(EFAULT), in: operation))
        }
        try squeeze()
        #expect(disks.limit == "0")
    }

    @Test("An agent that starts in a dom0 without memory squeezes within a second")
    func startsUnderPressure() throws {
        disks.host.kill()
        try disks.kernel.write("/proc/meminfo", "MemTotal: 524288 kB\nMemAvailable: 16384 kB\n")
        try disks.host.start()
        try disks.host.run(seconds: 1)
        #expect(disks.limit == "0")
    }

    @Test("The limit is restored once the pressure is gone for the squeeze's duration")
    func ends() throws {
        try squeeze()
        try disks.host.run(seconds: 9)
        #expect(disks.limit == "0")
        try disks.host.run(seconds: 4)
        #expect(disks.limit == "1024")
        #expect(disks.record == nil)
    }

    @Test("Pressure that lasts keeps the squeeze")
    func lasts() throws {
        try squeeze()
        for _ in 0..<10 {
            try disks.host.run(seconds: 5)
            try squeeze()
            #expect(disks.limit == "0")
        }
    }

    @Test("An agent that was killed during the squeeze leaves it to the next one to restore")
    func killed() throws {
        try squeeze()
        disks.host.kill()
        #expect(disks.limit == "0")
        try disks.host.start()
        #expect(disks.limit == "1024")
        #expect(disks.record == nil)
    }

    @Test("An agent that was killed before it lowered the limit leaves nothing to restore")
    func killedBefore() throws {
        disks.host.kill()
        try disks.host.write("/tool/ballast/squeezed/max_buffer_pages", "1024")
        try disks.kernel.write("/sys/module/xen_blkback/parameters/max_buffer_pages", "512\n")
        try disks.host.start()
        #expect(disks.limit == "512")
        #expect(disks.record == nil)
    }

    @Test("A record that makes no sense is removed and nothing is set", arguments: ["", "0", "-5", "many"])
    func recordIsNonsense(text: String) throws {
        disks.host.kill()
        try disks.host.write("/tool/ballast/squeezed/max_buffer_pages", text)
        try disks.kernel.write("/sys/module/xen_blkback/parameters/max_buffer_pages", "0\n")
        try disks.host.start()
        #expect(disks.limit == "0")
        #expect(disks.record == nil)
    }

    @Test("A limit that the administrator sets during the squeeze stays")
    func administrator() throws {
        try squeeze()
        try disks.kernel.write("/sys/module/xen_blkback/parameters/max_buffer_pages", "256\n")
        try disks.host.run(seconds: 15)
        #expect(disks.limit == "256")
        #expect(disks.record == nil)
    }

    @Test("A limit that the administrator sets during the squeeze is the one restored after the next")
    func administratorUnderPressure() throws {
        try squeeze()
        try disks.kernel.write("/sys/module/xen_blkback/parameters/max_buffer_pages", "256\n")
        try disks.serve(2000, of: 1)
        try disks.host.run(seconds: 6)
        try squeeze()
        #expect(disks.limit == "0")
        try disks.host.run(seconds: 15)
        #expect(disks.limit == "256")
    }

    @Test("SIGTERM restores the limit at once")
    func stopped() throws {
        try squeeze()
        disks.host.stop()
        #expect(disks.limit == "1024")
        #expect(disks.record == nil)
    }

    @Test("A disk that vanishes during the squeeze is no trouble")
    func deviceVanishes() throws {
        try squeeze()
        try disks.disconnect(of: 1)
        try disks.host.run(seconds: 15)
        #expect(disks.limit == "1024")
        #expect(disks.host.log.warnings.isEmpty)
    }

    @Test("A guest that dies during the squeeze is no trouble, and nothing is written to it")
    func guestDies() throws {
        try squeeze()
        try disks.disconnect(of: 1)
        try disks.host.destroy(1)
        try disks.host.run(seconds: 15)
        #expect(disks.limit == "1024")
        #expect(disks.host.children("/local/domain") == ["0"])
        #expect(disks.host.log.warnings.isEmpty)
    }

    @Test("A module that is unloaded during the squeeze is no trouble")
    func moduleVanishes() throws {
        try squeeze()
        disks.kernel.remove("/sys/module/xen_blkback")
        try disks.host.run(seconds: 15)
        #expect(disks.record == nil)
        #expect(disks.host.log.warnings.isEmpty)
    }

    @Test("Where no disk holds a pool, the limit is left alone")
    func nothingToGive() throws {
        try disks.disconnect(of: 1)
        try disks.host.run(seconds: 12)
        try squeeze()
        #expect(disks.limit == "1024")
    }

    @Test("An agent that only looks on squeezes nothing")
    func dryRun() throws {
        disks.host.kill()
        try disks.host.start(dryRun: true)
        try disks.host.run(seconds: 12)
        try squeeze()
        #expect(disks.limit == "1024")
        #expect(disks.record == nil)
    }

    @Test("A dom0 that runs low of memory is squeezed without any alarm")
    func lowMemory() throws {
        try disks.kernel.write("/proc/meminfo", "MemTotal: 524288 kB\nMemAvailable: 16384 kB\n")
        try disks.host.run(seconds: 6)
        #expect(disks.limit == "0")
    }

    @Test("The squeeze is told in xenstore, with what was there before and after")
    func told() throws {
        try squeeze()
        let home: StorePath = "/tool/ballast/status/squeeze/back-end-pools"
        #expect(disks.host.read(home.appending("before")) == "\(352 * 4)")
        try disks.host.run(seconds: 15)
        #expect(disks.host.read(home.appending("after")) == "0")
        #expect(disks.host.read(home.appending("count")) == "1")
        #expect(disks.host.read(home.appending("ended")) != nil)
    }

    @Test(
        "What the pools gave and dom0's balloon kept is taken back once they are drained, and no sooner",
        arguments: [true, false]
    )
    func takesBack(isInStore: Bool) throws {
        try disks.balloon.hold(16_384, target: 524_288, current: 507_904, isInStore: isInStore, on: disks)
        try squeeze()
        try disks.host.run(seconds: 0.1)
        #expect(disks.balloon.seen == [])
        try disks.host.run(seconds: 0.2)
        #expect(disks.balloon.seen == ["524284"])
        #expect(disks.host.read("/local/domain/0/memory/target") == "524288")
        #expect(disks.host.log.warnings.isEmpty)
    }

    @Test("A target that somebody else gives dom0 in that moment stays")
    func takesBackOvertaken() throws {
        try disks.balloon.hold(16_384, target: 524_288, current: 507_904, overtaking: "400000", on: disks)
        try squeeze()
        try disks.host.run(seconds: 0.3)
        #expect(disks.host.read("/local/domain/0/memory/target") == "400000")
    }

    @Test(
        "A balloon that owes dom0 next to nothing is left alone, and so is one in a dom0 that is not short",
        arguments: [(true, 1020), (true, 0), (false, 16_384)]
    )
    func leavesBalloon(isSqueezed: Bool, balloon: Int) throws {
        try disks.balloon.hold(balloon, target: 524_288, current: 507_904, on: disks)
        if isSqueezed { try squeeze() }
        try disks.host.run(seconds: 15)
        #expect(disks.balloon.seen == [])
    }

    @Test("The kernel's alarm stands at what the settings say")
    func threshold() throws {
        try disks.host.write("/tool/ballast/config/dom0-stall-threshold-us", "20000")
        try disks.host.run(seconds: 6)
        #expect(disks.alarm.settings.map(\.microsecondsPerSecond) == [50_000, 20_000])
    }

    @Test("Pressure that comes and goes every second moves no target")
    func flapping() throws {
        try disks.host.run(seconds: 120)
        let writes = disks.host.targetWrites.count
        for _ in 0..<60 {
            try squeeze()
            try disks.host.run(seconds: 1)
        }
        #expect(disks.host.targetWrites.count == writes)
    }
}
