import Ballooning
import Foundation
import Testing
import Xen

/// The worked example of the policy's page, recomputed: the page's tables are read, not copied.
@Suite("The worked example of the policy's page")
struct WorkedExampleTests {
    /// What the page's guests are at one instant, in MiB.
    private struct Moment {
        var current: [Int]
        var total: [Int]
        var available: [Int]
        var committed: [Int]
        var free: Int
    }

    private static let names = ["web", "db", "build"]

    private static let moments: [String: Moment] = [
        "goals": Moment(
            current: [2048, 2048, 1536],
            total: [2000, 2000, 1500],
            available: [1100, 300, 900],
            committed: [900, 1700, 600],
            free: 1500
        ),
        "recall": Moment(
            current: [2240, 2744, 2016],
            total: [2192, 2696, 1980],
            available: [1300, 1000, 180],
            committed: [900, 1700, 3000],
            free: 132
        ),
        "shortage": Moment(
            current: [1500, 2200, 3300],
            total: [1452, 2152, 3264],
            available: [363, 0, 0],
            committed: [1100, 3400, 3300],
            free: 132
        ),
    ]

    private static func decisions(_ moment: Moment, balancer: inout Balancer, now: Instant) -> Plan {
        var plan = Plan()
        var domains = [
            DomainSnapshot(
                info: DomainInfo(
                    id: .zero,
                    uuid: DomainUUID(high: 0, low: 0),
                    current: .mib(1024),
                    maximum: .mib(1024)
                ),
                role: .controlDomain,
                target: .mib(1024)
            )
        ]
        for index in names.indices {
            let current = Pages.mib(moment.current[index])
            domains.append(
                DomainSnapshot(
                    info: DomainInfo(
                        id: DomainID(UInt16(index + 1)),
                        uuid: DomainUUID(high: 1, low: UInt64(index)),
                        current: current,
                        maximum: current + .mib(1)
                    ),
                    target: current,
                    staticMaximum: .mib(4096),
                    report: GuestReport(
                        total: .mib(moment.total[index]),
                        free: .zero,
                        available: .mib(moment.available[index]),
                        committed: .mib(moment.committed[index]),
                        swapTotal: .mib(1024),
                        swapFree: .mib(1024),
                        stallSome: 0
                    ),
                    reportReceived: now
                )
            )
        }
        let memory = HostMemory(total: .mib(8192), free: .mib(moment.free))
        let snapshot = HostSnapshot(now: now, memory: memory, domains: domains)
        balancer.plan(snapshot, settings: Settings(), into: &plan)
        return plan
    }

    @Test(
        "Each table of the page holds the numbers that the policy comes to",
        arguments: ["goals", "recall", "shortage"]
    )
    func matches(table: String) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/policy.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let part = try #require(text.components(separatedBy: "<!-- example: \(table) -->").dropFirst().first)
        let moment = try #require(Self.moments[table])
        var balancer = Balancer()
        let plan = Self.decisions(moment, balancer: &balancer, now: Instant(milliseconds: 1_000_000))
        for (index, name) in Self.names.enumerated() {
            let row = try #require(part.split(separator: "\n").first { $0.hasPrefix("| \(name) ") }, "no row \(name)")
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let decision = plan.decisions[index + 1]
            let expected = [
                moment.current[index], moment.committed[index], Self.mib(decision.goal), Self.mib(decision.share),
                Self.mib(decision.size),
            ]
            #expect(cells.dropFirst().map { String($0) } == expected.map(String.init), "\(table), \(name)")
        }
    }

    private static func mib(_ pages: Pages) -> Int {
        (pages.count + 128) / 256
    }
}
