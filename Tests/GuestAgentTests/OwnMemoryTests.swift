import Glibc
import Testing

@testable import GuestAgent

@Suite("Own memory")
struct OwnMemoryTests {
    @Test("Pages are kept in memory, or the system says why they are not")
    func keep() async {
        // A process of its own: this one's pages are not to be kept.
        await #expect(processExitsWith: .success) {
            do throws(SystemError) {
                try OwnMemory.keep()
                #expect(locked() ?? 0 > 0)
            } catch {
                // A user without the right, whose limit is below the size of a test's program.
                #expect(geteuid() != 0)
                #expect(error.call == "mlockall")
                #expect([ENOMEM, EPERM].contains(error.errno))
            }
        }
    }
}

/// The KiB that this process keeps in memory.
private func locked() -> Int? {
    guard let status = KernelFile("/proc/self/status")?.whole() else { return nil }
    var locked: Int?
    KernelText.forEachCounter(in: status, count: status.count) { name, number in
        if KernelText.starts(status[name], with: "VmLck") { locked = number }
    }
    return locked
}
