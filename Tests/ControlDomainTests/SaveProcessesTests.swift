import ControlDomain
import KernelFolder
import Testing
import Xen

@Suite("Finding domains that are being saved")
struct SaveProcessesTests {
    private let folder: KernelFolder
    private var processes: SaveProcesses

    init() throws {
        folder = try KernelFolder()
        processes = SaveProcesses(files: folder.files)
        try process(1, "/sbin/init")
        try folder.write("/proc/meminfo", "MemTotal: 1 kB\n")
        try folder.write("/proc/self/cmdline", Self.saving("7"))
    }

    private func process(_ number: Int, _ line: String) throws {
        try folder.write("/proc/\(number)/cmdline", line)
    }

    private static let helper = "/usr/lib/xen-4.17/bin/libxl-save-helper"

    private static func saving(_ domain: String, program: String = helper) -> String {
        [program, "--save-domain", "8", "-1", domain, "1", "0", "0"].map { $0 + "\0" }.joined()
    }

    @Test("A domain is being saved from its process's start to its end")
    mutating func lifetime() throws {
        #expect(processes.domains().isEmpty)
        try process(812, Self.saving("3"))
        try process(900, Self.saving("12"))
        #expect(processes.domains() == [DomainID(3), DomainID(12)])
        #expect(processes.domains() == [DomainID(3), DomainID(12)])
        folder.remove("/proc/812")
        #expect(processes.domains() == [DomainID(12)])
        folder.remove("/proc/900")
        #expect(processes.domains().isEmpty)
    }

    @Test("A process that has just been forked is looked at once more")
    mutating func forked() throws {
        try process(812, "xl\0migrate\0web\0host\0")
        #expect(processes.domains().isEmpty)
        try process(812, Self.saving("3"))
        #expect(processes.domains() == [DomainID(3)])
    }

    @Test("A process that was something else twice is not looked into again")
    mutating func settled() throws {
        _ = processes.domains()
        _ = processes.domains()
        try process(1, Self.saving("3"))
        #expect(processes.domains().isEmpty)
        // A number that was handed out again is another process.
        folder.remove("/proc/1")
        _ = processes.domains()
        try process(1, Self.saving("3"))
        #expect(processes.domains() == [DomainID(3)])
    }

    @Test(
        "Other processes save nothing",
        arguments: [
            "", "\0\0\0\0\0", "libxl-save-helper\0", saving("x"), saving("-1"), saving("99999999999999999999"),
            saving("3", program: "/bin/cat"),
            saving("3").replacing("--save-domain", with: "--restore-domain"),
        ]
    )
    mutating func others(line: String) throws {
        try process(812, line)
        #expect(processes.domains().isEmpty)
    }

    @Test("Without /proc nothing is known")
    func missing() {
        var processes = SaveProcesses(files: KernelFiles(root: "/nonexistent"))
        #expect(processes.domains().isEmpty)
    }
}
