import BallastAgent
import Foundation
import Synchronization
import Xen

/// Times what lies between a guest's urgent call and its new target in the store, with a thousand guests: the whole way,
/// and the agent's own part of it. Then the same while another guest writes reports without end.

let calls = 300
let domains = 1000
let shouter = DomainID(UInt16(domains))
let path = "/tmp/ballast-reaction.\(getpid())"
let crowd = try Crowd(guests: domains, path: path, shouter: shouter)
let service = Task { try await AgentService(crowd.environment).run() }

func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

/// The time below which `part` of the durations are.
func quantile(_ part: Double, of durations: [Duration]) -> Double {
    guard !durations.isEmpty else { return .nan }
    let sorted = durations.sorted()
    return milliseconds(sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))])
}

func text(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let fraction = "\(thousandths % 1000)"
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
}

@MainActor
func measure(_ name: String) async throws {
    var whole: [Duration] = []
    var own: [Duration] = []
    var missed = 0
    for number in 0..<calls {
        let id = crowd.guests[number % (domains - 1)]
        guard let store = crowd.store else { continue }
        try crowd.follow(id)
        try crowd.report(id)
        // The report is taken in before the call comes, as with a guest that has run for a while.
        try await Task.sleep(for: .milliseconds(3 + number % 7))
        store.expect(from: id)
        let start = ContinuousClock.now
        try crowd.call(id, need: .mib(8 + number % 8))
        while store.stamps.written == nil, start.duration(to: .now) < .seconds(2) {
            try await Task.sleep(for: .milliseconds(1))
        }
        let stamps = store.stamps
        guard let written = stamps.written, let seen = stamps.seen else {
            missed += 1
            continue
        }
        whole.append(start.duration(to: written))
        own.append(seen.duration(to: written))
    }
    print("\(name): \(whole.count) calls answered, \(missed) not")
    for (what, durations) in [("call to target", whole), ("the agent's own part", own)] {
        print(
            "  \(what): median \(text(quantile(0.5, of: durations))) ms, 99th percentile"
                + " \(text(quantile(0.99, of: durations))) ms"
        )
    }
}

// The first targets are written, and the guests hold what they say; nobody's driver counts as stuck.
let last = StorePath("/tool/ballast/status/domain/\(domains)")
while try crowd.xenstore.connect().readIfPresent(last) == nil { try await Task.sleep(for: .milliseconds(100)) }
for second in 0..<45 {
    for id in crowd.guests {
        try crowd.follow(id)
        if second.isMultiple(of: 5) { try crowd.report(id) }
    }
    try await Task.sleep(for: .seconds(1))
}
try await measure("quiet")

let reports = Atomic(0)
Thread.detachNewThread {
    guard let guest = try? WireClient(path: path + ".guest") else { return }
    var number = 0
    while true {
        number += 1
        let line = Array("v=1 seq=\(number) total=65536 free=0 committed=\(60_000 + number % 1000)".utf8)
        guard (try? guest.write(ReportFormat.reportPath, line, in: .none)) != nil else { return }
        reports.wrappingAdd(1, ordering: .relaxed)
    }
}
let start = ContinuousClock.now
let before = reports.load(ordering: .relaxed)
try await measure("while a guest writes reports without end")
let rate = Double(reports.load(ordering: .relaxed) - before) / (start.duration(to: .now) / .seconds(1))
print("  \(Int(rate)) reports a second")
service.cancel()
for suffix in ["", ".guest"] { unlink(path + suffix) }
exit(0)
