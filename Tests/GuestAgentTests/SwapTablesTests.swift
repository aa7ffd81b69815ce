import Testing
import Xen

@testable import GuestAgent

@Suite("Swap tables")
struct SwapTablesTests {
    @Test("Devices are listed with what they hold, and what cannot be named for certain is not")
    func devices() {
        let text = """
            Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
            /dev/zram0                              partition\t65532\t\t1204\t\t100
            /swap\\040file                           file\t\t65532\t\t8\t\t-2
            /swapfile                               file\t\t65532\t\t0\t\t-3
            /dev/odd partition 1 2

            """
        #expect(
            SwapDevice.list(parsing: Array(text.utf8)) == [
                SwapDevice(path: "/dev/zram0", used: KiB(1204), priority: 100),
                SwapDevice(path: "/swapfile", used: .zero, priority: -3),
            ]
        )
        #expect(SwapDevice.list(parsing: []).isEmpty)
    }

    @Test("Swapped pages are found in runs, up to a limit, and half an entry is none")
    func runs() {
        let swapped: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 0x40]
        let present: [UInt8] = [0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x80]
        let entries =
            [present, swapped, swapped, present, swapped, swapped, swapped].flatMap { $0 } + swapped.prefix(7)
        #expect(SwappedRuns.find(in: entries[...], limit: 100) == [1..<3, 4..<7])
        #expect(SwappedRuns.find(in: entries[...], limit: 4) == [1..<3, 4..<6])
        #expect(SwappedRuns.find(in: entries[...], limit: 0).isEmpty)
        #expect(SwappedRuns.find(in: entries[8..<24], limit: 9) == [0..<2])
    }
}
