import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

/// Settings written without end, by real libxenstore, while the agent's loop runs.
@Suite("A storm of settings")
struct SettingStormTests {
    @Test("Ten thousand writes of settings neither stall balancing nor grow memory")
    func storm() async {
        await #expect(processExitsWith: .success) {
            let host = try LiveHost(patience: 300)
            let web = MockDomain(DomainID(3), name: "web", target: KiB(262_144), staticMaximum: KiB(1_048_576))
            try host.create(web)
            host.start()
            try await host.wait { host.profile(of: DomainID(3)) != nil }
            let guest = host.xenstore.connect(as: DomainID(3))
            try report(committed: KiB(100_000), sequence: 1, guest)
            try await host.wait { host.estimate != nil }
            // What the first storm leaves behind is there for good: buffers, the store's own nodes.
            for number in 0..<writes / 5 { try write(number, host) }
            try await calm(host)
            let before = (requests: host.counts.requests, memory: LiveHost.residentSize)

            // Now and then the guest's need changes, and the balancer has to notice amid the storm.
            var asked = 0
            var answered = 0
            var known: Pages?
            // On a computer that has much else to do an answer takes more writes than elsewhere.
            var number = 0
            while number < writes || answered < 10 && number < writes * 4 {
                try write(number, host)
                number += 1
                if let estimate = known, host.estimate != estimate {
                    answered += 1
                    known = nil
                }
                guard number % 500 == 0, known == nil else { continue }
                known = host.estimate
                asked += 1
                try report(committed: KiB(100_000 + 1000 * asked), sequence: asked + 1, guest)
            }
            try await calm(host)
            let requests = host.counts.requests - before.requests
            let grown = LiveHost.residentSize - before.memory
            #expect(answered >= 10, "\(asked) times the need has changed")
            // Each write is read at most once, and those of one turn are answered together.
            #expect(requests < number * 4)
            #expect(grown < 8 << 20, "bytes")
            try await host.stop()
        }
    }
}

private let writes = 10_000

/// The settings that the storm writes: good ones and bad ones, for the host, for a domain that runs and for many that
/// do not, written, mended and taken back.
private func write(_ number: Int, _ host: LiveHost) throws {
    let root = AgentTree.configuration
    switch number % 5 {
    case 0: try host.admin.write(root.appending("weight"), "\(number % 10_000 + 1)")
    case 1: try host.admin.write(root.appending("urgent-rate"), number % 2 == 0 ? "nonsense \(number)" : "7")
    case 2: try host.admin.write(root.appending("domain/web/weight"), "\(number % 10_000 + 1)")
    case 3: try host.admin.write(root.appending("domain/away-\(number % 500)/idle-tax"), "\(number)")
    default: try host.admin.removeIfPresent(root.appending("domain/away-\((number - 1) % 500)"))
    }
}

/// Waits until the agent has taken in everything that was written.
private func calm(_ host: LiveHost) async throws {
    let node = AgentTree.errors.appending("last")
    try host.admin.write(AgentTree.configuration.appending("last"), "1")
    try await host.wait { try host.read(node) != nil }
    try host.admin.remove(AgentTree.configuration.appending("last"))
    try await host.wait { try host.read(node) == nil }
}

/// Has a guest report what it has promised to its programs, as its own agent would.
private func report(committed: KiB, sequence: Int, _ guest: some Store) throws {
    var report = MemoryReport(sequence: sequence, total: KiB(262_144))
    report.free = .zero
    report.committed = committed
    var line: [UInt8] = []
    report.encode(into: &line)
    try guest.write(ReportFormat.reportPath, String(decoding: line, as: UTF8.self))
}

extension LiveHost {
    /// What the guest is believed to need; nil before its first report.
    fileprivate var estimate: Pages? {
        latest?.plan.decisions.last?.estimate
    }
}
