import Foundation

/// A guest's /proc and /sys as files in a folder of their own, removed with the last reference.
final class GuestFixture {
    let root: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ballast-guest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        root = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// Sets the content of a file and makes the folders above it. The file keeps its identity, as one of /proc does.
    func set(_ path: String, _ content: String) throws {
        let file = URL(fileURLWithPath: root + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(content.utf8).write(to: file, options: [])
    }

    /// A guest of 256 MiB with Linux 6.1, swap, PSI and a balloon of as much again.
    static func linux61() throws -> GuestFixture {
        let guest = try GuestFixture()
        try guest.set("/proc/meminfo", Self.meminfo)
        try guest.set("/proc/vmstat", Self.vmstat)
        try guest.set("/proc/pressure/memory", Self.pressure)
        let balloon = "/sys/devices/system/xen_memory/xen_memory0"
        try guest.set(balloon + "/target_kb", "262144\n")
        try guest.set(balloon + "/info/current_kb", "262140\n")
        try guest.set(balloon + "/info/low_kb", "262144\n")
        try guest.set(balloon + "/info/high_kb", "0\n")
        return guest
    }

    static let meminfo = """
        MemTotal:         223412 kB
        MemFree:           90112 kB
        MemAvailable:     150000 kB
        Buffers:             512 kB
        Cached:            60000 kB
        SwapCached:           12 kB
        Active:            30000 kB
        SwapTotal:         65532 kB
        SwapFree:          65000 kB
        Zswap:               128 kB
        Zswapped:            400 kB
        Dirty:                 0 kB
        CommitLimit:      177236 kB
        Committed_AS:     120004 kB
        VmallocTotal:   34359738367 kB
        HugePages_Total:       0
        DirectMap4k:      262144 kB

        """

    static let vmstat = """
        nr_free_pages 22528
        nr_zone_inactive_anon 7
        workingset_refault_anon 4
        workingset_refault_file 13
        pgpgin 10000
        pswpin 5
        pswpout 133
        pgfault 99999
        pgmajfault 301
        swap_ra 1

        """

    static let pressure = """
        some avg10=0.12 avg60=0.00 avg300=0.00 total=1234567
        full avg10=0.00 avg60=0.00 avg300=0.00 total=99

        """
}
