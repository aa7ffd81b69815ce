import CLinux
import Testing
import Xen

@testable import GuestAgent

@Suite("Memory sampler")
struct MemorySamplerTests {
    private func line(of guest: GuestFixture) throws -> String {
        var sampler = try MemorySampler(root: guest.root)
        var bytes: [UInt8] = []
        try sampler.sample().encode(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("A guest with everything has its golden report")
    func goldenReport() throws {
        let guest = try GuestFixture.linux61()
        #expect(
            try line(of: guest)
                == "v=1 seq=0 total=223412 free=90112 available=150000 committed=120004 cached=60000 swap-total=65532 "
                + "swap-free=65000 swap-cached=12 psi-some-us=1234567 psi-full-us=99 pswpin=5 refault=17 majfault=301 "
                + "balloon=262144 balloon-target=262144 pswpout=133 balloon-current=262140 frontswap=400"
        )
    }

    @Test("Only the total is needed: a kernel without PSI, vmstat, swap and balloon reports the rest")
    func bareKernel() throws {
        let guest = try GuestFixture()
        try guest.set("/proc/meminfo", "MemTotal:  1000 kB\nMemFree:  300 kB\nCommitted_AS:  70 kB\n")
        #expect(try line(of: guest) == "v=1 seq=0 total=1000 free=300 committed=70")
    }

    @Test("Linux before 5.9 has one line of refaults")
    func oldRefaults() throws {
        let guest = try GuestFixture.linux61()
        try guest.set("/proc/vmstat", "workingset_refault 21\n")
        #expect(try line(of: guest).contains(" refault=21 "))
    }

    @Test(
        "What is odd is left out and the rest is reported",
        arguments: [
            "MemTotal: 8 kB\nMemFree: x kB\n", "MemTotal: 8 kB\nMemFree:\n", "MemTotal: 8 kB\n\n\n:\n: 5\n",
            "MemTotal: 8 kB\nMemFree: 99999999999999999999999999 kB\n", "MemTotal: 8 kB\nMemFree: -4 kB\n",
            "MemTotal: 8 kB\nMemFree: 12",
        ]
    )
    func oddContent(text: String) throws {
        let guest = try GuestFixture()
        try guest.set("/proc/meminfo", text)
        #expect(try line(of: guest) == "v=1 seq=0 total=8")
    }

    @Test("Figures that cannot all be true at once are brought together, as dom0 would refuse them")
    func reconciles() throws {
        let guest = try GuestFixture()
        try guest.set(
            "/proc/meminfo",
            "MemTotal: 8 kB\nMemFree: 12 kB\nMemAvailable: 12 kB\nSwapTotal: 4 kB\nSwapFree: 8 kB\nSwapCached: 8 kB\n"
        )
        let line = try line(of: guest)
        #expect(line == "v=1 seq=0 total=8 free=8 available=8 swap-total=4 swap-free=4 swap-cached=4")
        #expect(throws: Never.self) { try MemoryReport(parsing: Array(line.utf8)) }
    }

    @Test("No total is an error that names the file", arguments: ["", "MemTotal: 0 kB\n", "\0\0\0", "MemTotal"])
    func noTotal(text: String) throws {
        let guest = try GuestFixture()
        try guest.set("/proc/meminfo", text)
        #expect(throws: SamplerError(path: "/proc/meminfo", problem: .noTotal)) { try line(of: guest) }
    }

    @Test("Without /proc there is no sampler")
    func noProc() {
        #expect(throws: SamplerError(path: "/nowhere/proc/meminfo", problem: .unreadable)) {
            _ = try MemorySampler(root: "/nowhere")
        }
    }

    @Test("The same descriptors see what changes")
    func readsAgain() throws {
        let guest = try GuestFixture.linux61()
        var sampler = try MemorySampler(root: guest.root)
        #expect(try sampler.sample().swappedIn == Pages(5))
        try guest.set("/proc/vmstat", "pswpin 6\n")
        #expect(try sampler.sample().swappedIn == Pages(6))
        #expect(try sampler.sample().refaults == nil)
    }

    @Test("A file larger than the buffer is cut, and no number with it")
    func hugeFile() throws {
        let guest = try GuestFixture()
        let filler = String(repeating: "Filler: 1 kB\n", count: 4000)
        try guest.set("/proc/meminfo", "MemTotal: 8 kB\n" + filler + "MemFree: 5 kB\n")
        #expect(try line(of: guest) == "v=1 seq=0 total=8")
    }
}
