import Foundation
import Testing
import Xen

@testable import GuestAgent

/// A keeper whose steps are taken by a line of shell.
final class KeeperProbe {
    private let guest: GuestFixture
    private var keeper: SwapKeeper

    init(_ line: String) throws {
        guest = try GuestFixture()
        // Behind the line stand the option and the request: $0 and $1.
        let words = ["sh", "-c", "echo \"$1\" >> \(guest.root)/requests; \(line)"]
        let program = AgentProgram(path: "/bin/sh", words: words)
        keeper = SwapKeeper(root: guest.root, program: program, log: GuestLog(isQuiet: true))
        _ = observe()
    }

    /// Has the keeper look at a guest with pages in swap that has read so many back.
    func observe(swappedIn: Int = 0, at seconds: Int = 0) -> MemoryReport {
        var reading = MemoryReport(sequence: 0, total: KiB(262_144))
        (reading.swapTotal, reading.swapFree) = (KiB(98_304), KiB(40_000))
        (reading.swappedIn, reading.refaults) = (Pages(swappedIn), 0)
        return keeper.observe(reading, at: .seconds(seconds), GuestSettings())
    }

    /// Asks for 500 pages.
    func pull(at seconds: Int = 0) {
        keeper.perform(.pull(KiB(2000)), at: .seconds(seconds))
    }

    func yield() {
        keeper.yield()
    }

    func takeNothingFound() -> Bool {
        keeper.takeNothingFound()
    }

    /// What was asked for so far.
    func requests() throws -> [Substring] {
        try String(contentsOfFile: guest.root + "/requests", encoding: .utf8).split(separator: "\n")
    }

    /// Looks until the step has ended and its state is what is expected; returns the last look's sample.
    func settle(swappedIn: Int = 0, at seconds: Int = 0, as state: SwapPullBack) async throws -> MemoryReport {
        for _ in 0..<2500 {
            keeper.perform(.wait, at: .seconds(seconds))
            let sample = observe(swappedIn: swappedIn, at: seconds)
            if sample.pullBack == state { return sample }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("the step goes on")
        return observe(swappedIn: swappedIn, at: seconds)
    }
}
