import BallastAgent
import Foundation
import Synchronization
import Xen

/// Times what lies between a guest's urgent call and its new target in the store, with a thousand guests: the whole way,
/// and the agent's own part of it. Then the same while another guest writes reports without end. All of it on a store
/// that is called directly, which leaves the agent alone with its work, and on one behind a socket.

let calls = 300
let domains = 1000

/// Reports that a guest writes as fast as it can, in a thread of its own, until it is told to stop.
final class Shouting: Sendable {
    private let written = Atomic(0)
    private let isOver = Atomic(false)
    private let start = ContinuousClock.now

    init(_ guest: any Store) {
        Thread.detachNewThread { [self] in
            while !isOver.load(ordering: .relaxed) {
                let number = written.add(1, ordering: .relaxed).newValue
                let line = "v=1 seq=\(number) total=65536 free=0 committed=\(60_000 + number % 1000)"
                guard (try? guest.write(ReportFormat.reportPath, line, in: .none)) != nil else { return }
            }
        }
    }

    /// Ends it. Returns how many reports a second there were.
    func stop() -> Int {
        isOver.store(true, ordering: .relaxed)
        return Int(Double(written.load(ordering: .relaxed)) / (start.duration(to: .now) / .seconds(1)))
    }
}

@MainActor
func measure(_ name: String, socket: String?) async throws {
    let crowd = try Crowd(guests: domains, socket: socket)
    let service = Task { try await AgentService(crowd.environment).run() }
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
    try Series(of: calls, on: crowd).print("\(name), quiet")
    let shouting = Shouting(crowd.shouter)
    let series = try Series(of: calls, on: crowd)
    let rate = shouting.stop()
    series.print("\(name), while a guest writes \(rate) reports a second")
    service.cancel()
    _ = await service.result
}

try await measure("store in the process", socket: nil)
let socket = "/tmp/ballast-reaction.\(getpid())"
try await measure("store behind a socket", socket: socket)
for suffix in ["", ".guest"] { unlink(socket + suffix) }
exit(0)
