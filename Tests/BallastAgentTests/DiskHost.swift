import BallastAgent
import Ballooning
import ControlDomain
import KernelFolder
import Xen
import XenMock

/// A host whose dom0 serves disks and can be made short of memory.
final class DiskHost {
    let kernel: KernelFolder
    let alarm = FakeAlarm()
    let host: TestHost
    let balloon = FakeBalloon()

    init(settings: [String: SettingValue] = ["buffer-squeeze-duration-ms": .number(10_000)]) throws {
        kernel = try KernelFolder()
        try kernel.write(BlockBackEnd.poolLimitPath, "1024\n")
        try kernel.write("/sys/module/xen_blkback/parameters/max_persistent_grants", "1056\n")
        try kernel.write("/proc/meminfo", "MemTotal: 524288 kB\nMemAvailable: 262144 kB\n")
        host = try TestHost(
            settings: settings,
            controlDomain: ControlDomainLink(
                files: kernel.files,
                balloon: balloon.driver(files: kernel.files),
                pressure: alarm
            )
        )
    }

    /// What the module keeps of free pages for each ring.
    var limit: String? {
        kernel.read(BlockBackEnd.poolLimitPath).map { $0.filter { !$0.isWhitespace } }
    }

    /// Where the limit before the squeeze stands.
    var record: String? { host.read("/tool/ballast/squeezed/max_buffer_pages") }

    /// Connects a disk.
    ///
    /// - Parameters:
    ///   - nodes: what the guest's end says of it.
    func connect(_ number: Int = 51712, of guest: UInt16, server: UInt16 = 0, nodes: [String: String] = [:]) throws {
        let front = StorePath("/local/domain/\(guest)/device/vbd/\(number)")
        for (name, value) in nodes { try host.write(front.appending(name), value) }
        let back = backEnd(number, of: guest, server: server)
        try host.write(back.appending("multi-queue-max-queues"), "4")
        try host.write(back.appending("max-ring-page-order"), "2")
        try host.write(back.appending("feature-persistent"), "1")
        try host.write(back.appending("state"), "4")
    }

    /// Takes a disk away, with what the kernel shows of it.
    func disconnect(_ number: Int = 51712, of guest: UInt16) throws {
        try host.remove(backEnd(number, of: guest))
        kernel.remove("/sys/bus/xen-backend/devices/vbd-\(guest)-\(number)")
    }

    private func backEnd(_ number: Int, of guest: UInt16, server: UInt16 = 0) -> StorePath {
        StorePath("/local/domain/\(server)/backend/vbd/\(guest)/\(number)")
    }

    /// Says what a disk has been asked for since it was connected; each request reads 11 pages.
    func serve(_ requests: Int, disk number: Int = 51712, of guest: UInt16) throws {
        let home = "/sys/bus/xen-backend/devices/vbd-\(guest)-\(number)/statistics/"
        try kernel.write(home + "rd_req", "\(requests)\n")
        try kernel.write(home + "rd_sect", "\(requests * 88)\n")
        try kernel.write(home + "wr_req", "0\n")
        try kernel.write(home + "wr_sect", "0\n")
    }

    /// A guest with a disk that was busy.
    func createBusyGuest(_ id: UInt16) throws {
        try host.create(id)
        try host.report(id, committed: .mib(400))
        try connect(of: id)
        try serve(1000, of: id)
        try host.run(seconds: 12)
    }

    /// What a guest's devices are said to pin in dom0, pages.
    func pinned(_ guest: UInt16) -> Int? {
        host.read(StorePath("/tool/ballast/status/domain/\(guest)/backend-pool")).flatMap { Int($0) }.map { $0 / 4 }
    }
}
