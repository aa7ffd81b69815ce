import Testing
import Xen

@testable import Ballooning

@Suite("Progress")
struct ProgressTests {
    private static let held = Pages.mib(1024)

    /// A domain of 1 GiB that is to give half of it, or to get half as much again, and moves `rate` pages a second.
    private static func run(_ rate: Int, seconds: Int, down: Bool = true) -> Progress {
        var progress = Progress(current: held, now: .start)
        let change = Pages(down ? -rate : rate)
        for second in 0...seconds {
            look(&progress, at: second, current: held + change * second, to: down ? held / 2 : held * 3 / 2)
        }
        return progress
    }

    private static func look(_ progress: inout Progress, at second: Int, current: Pages, to destination: Pages) {
        progress.observe(
            current: current,
            destination: destination,
            stuckAfter: .seconds(5),
            uncooperativeAfter: .seconds(20),
            now: .start + .seconds(Int64(second))
        )
    }

    @Test(
        "What counts is a rate: a 1,024th of the domain a second",
        arguments: [
            (0, 4, Progress.State.following), (0, 5, .stuck), (0, 19, .stuck), (0, 20, .uncooperative),
            (1, 5, .stuck), (100, 5, .stuck), (100, 20, .uncooperative), (300, 5, .following), (300, 60, .following),
        ],
        [true, false]
    )
    func judgesByRate(row: (rate: Int, seconds: Int, state: Progress.State), down: Bool) {
        let progress = Self.run(row.rate, seconds: row.seconds, down: down)
        #expect(progress.state == row.state)
        #expect(progress.isGiving == down)
        #expect(progress.hasAnswered == (row.state == .following && row.rate > 0))
    }

    @Test("A domain within a 256th of its target has arrived, and is never stuck", arguments: [-1024, 0, 1024])
    func arrives(distance: Int) {
        var progress = Progress(current: Self.held, now: .start)
        for second in 0...60 {
            Self.look(&progress, at: second, current: Self.held, to: Self.held + Pages(distance))
        }
        #expect(progress.state == .following)
    }

    @Test("A domain that moves again follows again, and so does one that is sent the other way")
    func recovers() {
        var moved = Self.run(0, seconds: 30)
        Self.look(&moved, at: 31, current: Self.held - .mib(64), to: Self.held / 2)
        #expect(moved.state == .following)
        var turned = Self.run(0, seconds: 30)
        Self.look(&turned, at: 31, current: Self.held, to: Self.held * 2)
        #expect(turned.state == .following)
        #expect(!turned.isGiving)
    }

    @Test("Who did not take what it was given is tried again after twice the time, and is forgiven after ten minutes")
    func backsOff() {
        var progress = Self.run(0, seconds: 5, down: false)
        #expect(progress.strikes == 1)
        let now = Instant.start + .seconds(6)
        progress.backOff(interval: .seconds(5), now: now)
        #expect(progress.retryAt == now + .seconds(20))
        Self.look(&progress, at: 7, current: Self.held, to: Self.held)
        progress.forgive(now: progress.retryAt + .seconds(600))
        #expect(progress.strikes == 1)
        progress.forgive(now: progress.retryAt + .seconds(601))
        #expect(progress.strikes == 0)
    }

    @Test("Who takes what it is given is trusted again, a little more each time", arguments: [false, true])
    func redeems(atOnce: Bool) {
        var progress = Self.run(0, seconds: 5, down: false)
        var second = 6
        // Four times in a row it takes nothing, and is given up; then it takes all of what it is given.
        for strikes in 2...4 {
            Self.look(&progress, at: second, current: Self.held, to: Self.held)
            for _ in 0...6 {
                second += 1
                Self.look(&progress, at: second, current: Self.held, to: Self.held * 2)
            }
            second += 1
            #expect(progress.strikes == strikes)
        }
        Self.look(&progress, at: second, current: Self.held, to: Self.held)
        #expect(progress.strikes == 4, "to be given up is not to follow")
        let steps = atOnce ? [Self.held + .mib(64)] : [Self.held + .mib(32), Self.held + .mib(64)]
        Self.look(&progress, at: second + 1, current: Self.held, to: Self.held + .mib(64))
        for (step, current) in steps.enumerated() {
            Self.look(&progress, at: second + 2 + step, current: current, to: Self.held + .mib(64))
        }
        #expect(progress.strikes == 4 - steps.count)
    }
}
