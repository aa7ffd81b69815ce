import Administration
import Glibc
import Testing
import Xen
import XenMock

@Suite("The doctor")
struct DoctorTests {
    /// A host where all is well, as a folder and a store; what a test breaks is broken in a copy of its own.
    private final class Host {
        let root: String
        let xenstore = MockXenstore()
        let store: InProcessStore
        var userID: UInt32 = 0
        var commandLine: String? = "placeholder dom0_mem=2G,max:2G"
        var refusal: StoreError?
        var isAlive = true

        init() throws {
            root = "/tmp/ballast-doctor-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
            store = xenstore.connect()
            mkdir(root, 0o700)
            put("/proc/xen/capabilities", "control_d\n")
            put("/dev/xen/privcmd", "")
            put("/proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")
            put("/etc/xen/xl.conf", "# autoballoon=\"on\"\nautoballoon=\"off\"\n")
            for (path, text) in [
                ("pid", "1"), ("version", "0.1.0"), ("domain/0/state", "unmanaged"), ("domain/3/name", "web"),
                ("domain/3/state", "balanced"), ("domain/4/name", "mail"), ("domain/4/state", "balanced"),
            ] {
                try status(path, text)
            }
        }

        deinit {
            for path in files { unlink(root + path) }
            for folder in ["/proc/xen", "/proc/77", "/proc/pressure", "/proc", "/dev/xen", "/dev", "/etc/xen", "/etc"] {
                rmdir(root + folder)
            }
            for folder in ["/var/run/qubes", "/var/run", "/var", ""] { rmdir(root + folder) }
        }

        private var files: [String] = []

        func put(_ path: String, _ text: String) {
            var folder = root
            for part in path.split(separator: "/").dropLast() {
                folder += "/\(part)"
                mkdir(folder, 0o700)
            }
            let descriptor = open(root + path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            var text = text
            _ = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
            files.append(path)
        }

        func drop(_ path: String) {
            unlink(root + path)
        }

        func status(_ path: String, _ text: String) throws {
            try store.write(StorePath("/tool/ballast/status/\(path)"), text)
        }

        func examine() -> [Diagnosis] {
            let store: Result<any Store, AdministrationError> =
                if let refusal { .failure(.store(refusal)) } else { .success(store) }
            let isAlive = isAlive
            return Doctor(
                HostFacts(root: root, userID: userID, commandLine: commandLine, store: store, isAlive: { _ in isAlive })
            ).examine()
        }
    }

    @Test("Where all is well there is nothing to mend")
    func fine() throws {
        for diagnosis in try Host().examine() {
            guard case .fine = diagnosis.finding else {
                Issue.record("\(diagnosis)")
                continue
            }
        }
    }

    @Test(
        "Everything that can be wrong is found, and mended with one line",
        arguments: [
            ("not root", "root", "not root", "sudo"),
            ("no dom0", "dom0", "no dom0", "boot it under Xen"),
            ("a guest", "dom0", "is a guest", "in dom0"),
            ("no privcmd", "privcmd", "/dev/xen/privcmd is missing", "modprobe xen-privcmd"),
            ("no xenstored", "xenstored", "does not answer", "start it"),
            ("no permission", "xenstored", "does not let the caller in", "as root"),
            ("autoballoon on", "autoballoon", "autoballoon is on", "autoballoon=\"off\""),
            ("autoballoon 1", "autoballoon", "autoballoon is on", "autoballoon=\"off\""),
            ("no dom0_mem", "dom0_mem", "dom0_mem is not on", "GRUB_CMDLINE_XEN"),
            ("squeezed", "balancer", "squeezed balances this host", "stop and disable"),
            ("qmemman", "balancer", "qmemman balances this host", "stop and disable"),
            ("no agent", "agent", "the agent is not running", "systemctl start ballast"),
            ("killed agent", "agent", "process 1 has ended", "systemctl start ballast"),
            ("refused setting", "settings", "weight: \"x\" is not allowed", "config unset"),
            ("no reports", "reports", "no guest reports", "install ballast-guest"),
            ("no driver", "drivers", "do not follow their targets: web", "load the balloon driver"),
            ("stuck", "drivers", "do not follow their targets: web", "load the balloon driver"),
        ]
    )
    func found(_ ailment: String, check: String, problem: String, mend: String) throws {
        let host = try Host()
        try Self.ail(host, ailment)
        let diagnosis = try #require(host.examine().first { $0.check == check })
        guard case .trouble(let text, let advice) = diagnosis.finding else {
            Issue.record("\(diagnosis)")
            return
        }
        #expect(text.contains(problem), "\(text)")
        #expect(advice.contains(mend), "\(advice)")
        #expect(!text.contains("\n") && !advice.contains("\n"))
        #expect(diagnosis.json["finding"] == "trouble")
    }

    private static func ail(_ host: Host, _ ailment: String) throws {
        switch ailment {
        case "not root": host.userID = 1000
        case "no dom0": host.drop("/proc/xen/capabilities")
        case "a guest": host.put("/proc/xen/capabilities", "\n")
        case "no privcmd": host.drop("/dev/xen/privcmd")
        case "no xenstored": host.refusal = StoreError(.noEntry, .connect)
        case "no permission": host.refusal = StoreError(.denied, .connect)
        case "autoballoon on": host.put("/etc/xen/xl.conf", "autoballoon=\"on\"\n")
        case "autoballoon 1": host.put("/etc/xen/xl.conf", "autoballoon=1\n")
        case "no dom0_mem": host.commandLine = "placeholder com1=115200"
        case "squeezed":
            host.put("/proc/77/comm", "squeezed\n")
            try host.store.write("/squeezed/state", "")
        case "qmemman":
            host.put("/proc/77/comm", "qmemmand\n")
            host.put("/var/run/qubes/qmemman.sock", "")
        case "no agent": try host.store.remove("/tool/ballast/status")
        case "killed agent": host.isAlive = false
        case "refused setting":
            try host.store.write("/tool/ballast/errors/weight", "weight: \"x\" is not allowed, it takes 1 to 10000")
        case "no reports":
            try host.status("domain/3/state", "silent")
            try host.status("domain/4/state", "silent")
        case "no driver": try host.status("domain/3/state", "uncooperative")
        case "stuck": try host.status("domain/3/state", "stuck")
        default: Issue.record("no such ailment: \(ailment)")
        }
    }

    @Test("A guest that does not report among others that do is advice and no trouble")
    func silent() throws {
        let host = try Host()
        try host.status("domain/3/state", "silent")
        let reports = try #require(host.examine().first { $0.check == "reports" })
        guard case .advice(let text, _) = reports.finding else {
            Issue.record("\(reports)")
            return
        }
        #expect(text == "do not report what they need: web")
    }

    @Test("A missing xl.conf means xl's default, and what cannot be looked at is said to be skipped")
    func missing() throws {
        let host = try Host()
        host.drop("/etc/xen/xl.conf")
        host.commandLine = nil
        host.refusal = StoreError(.noEntry, .connect)
        let diagnoses = host.examine()
        #expect(diagnoses.first { $0.check == "autoballoon" }?.finding == .fine("xl leaves dom0's memory alone (auto)"))
        for check in ["dom0_mem", "balancer", "agent", "settings", "reports", "drivers"] {
            guard case .skipped = diagnoses.first(where: { $0.check == check })?.finding else {
                Issue.record("\(check) is not skipped")
                continue
            }
        }
    }

    @Test("A kernel without PSI is no trouble, but worth a word", arguments: [true, false])
    func noPressure(isThere: Bool) throws {
        let host = try Host()
        if isThere { host.put("/proc/pressure/memory", "") } else { host.drop("/proc/pressure/memory") }
        let finding = try #require(host.examine().first { $0.check == "pressure" }).finding
        guard case .advice(_, let mend) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(mend.contains("psi=1"))
    }
}
