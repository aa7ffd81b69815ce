import Testing
import Xen

@testable import GuestAgent

@Suite("Swapped processes")
struct SwappedProcessTests {
    @Test("Processes with swapped pages are listed, the one with the most first; kernel threads have none")
    func list() throws {
        let guest = try GuestFixture.linux61()
        try guest.set("/proc/2/status", "Name:\tkthreadd\nPid:\t2\n")
        try guest.set("/proc/10/status", "Name:\ta\nVmRSS:\t     100 kB\nVmSwap:\t      12 kB\n")
        try guest.set("/proc/11/status", "Name:\tb\nVmSwap:\t       0 kB\n")
        try guest.set("/proc/12/status", "Name:\tc\nVmSwap:\t     900 kB\n")
        try guest.set("/proc/13/status", "")
        #expect(
            SwappedProcess.list(root: guest.root) == [
                SwappedProcess(id: 12, swapped: KiB(900)), SwappedProcess(id: 10, swapped: KiB(12)),
            ]
        )
    }

    @Test("Mappings are what a program may read, by address")
    func mappings() throws {
        let guest = try GuestFixture()
        try guest.set(
            "/proc/7/maps",
            """
            00400000-00452000 r-xp 00000000 08:02 173521  /usr/bin/dbus-daemon
            00e03000-00e24000 rw-p 00000000 00:00 0       [heap]
            7f0000000000-7f0000001000 ---p 00000000 00:00 0
            nonsense
            ffff-0000 rw-p 00000000 00:00 0
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]

            """
        )
        #expect(
            SwappedProcess(id: 7, swapped: .zero).mappings(root: guest.root) == [
                0x400000..<0x452000, 0xe03000..<0xe24000,
            ]
        )
        #expect(SwappedProcess(id: 8, swapped: .zero).mappings(root: guest.root).isEmpty)
    }
}
