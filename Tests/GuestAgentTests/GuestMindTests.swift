import Testing
import Xen

@testable import GuestAgent

@Suite("Guest's decisions")
struct GuestMindTests {
    /// A calm guest of 256 MiB whose balloon holds as much again.
    static let calm: MemoryReport = {
        var sample = MemoryReport(sequence: 0, total: KiB(262_144))
        sample.free = KiB(100_000)
        sample.available = KiB(150_000)
        sample.committed = KiB(80_000)
        sample.swapTotal = KiB(65_536)
        sample.swapFree = KiB(65_536)
        sample.stallSomeMicroseconds = 0
        sample.swappedIn = .zero
        sample.swappedOut = .zero
        sample.refaults = 0
        sample.majorFaults = 0
        sample.balloon = KiB(262_144)
        return sample
    }()

    /// Runs the mind under a virtual clock as the loop does.
    struct Run {
        var mind = GuestMind(GuestSettings())
        var now: Duration = .seconds(1000)
        var reports: [Duration] = []
        var requests: [(time: Duration, need: KiB)] = []
        var looks = 0

        mutating func look(_ sample: MemoryReport, triggered: Bool = false) -> GuestStep {
            let step = mind.step(sample, at: now, triggered: triggered)
            looks += 1
            if step.report {
                reports.append(now)
                mind.reported(sample, at: now)
            }
            if let need = step.need {
                requests.append((now, need))
                mind.requested(at: now)
            }
            return step
        }

        mutating func run(for time: Duration, _ sample: (Duration) -> MemoryReport) {
            let start = now
            while now - start < time {
                now += look(sample(now - start)).wait
            }
        }
    }

    @Test("A guest in which nothing moves reports once and then every 30 s, looking once a second")
    func quiet() {
        var run = Run()
        run.run(for: .seconds(90)) { _ in Self.calm }
        #expect(run.reports == [.seconds(1000), .seconds(1030), .seconds(1060)])
        #expect(run.looks == 90)
        #expect(run.requests.isEmpty)
    }

    @Test("Figures that move a little are reported each interval")
    func moving() {
        var run = Run()
        run.run(for: .seconds(20)) { elapsed in
            var sample = Self.calm
            sample.committed = KiB(80_000 + elapsed.microseconds / 1_000_000 * 200)
            return sample
        }
        #expect(run.reports == [.seconds(1000), .seconds(1005), .seconds(1010), .seconds(1015)])
    }

    @Test(
        "A change beyond the threshold is reported with the next look, one below is not",
        arguments: [(5_300, true), (5_200, false), (-5_300, true), (-5_200, false)]
    )
    func threshold(change: Int, expected: Bool) {
        for change in [\MemoryReport.available, \MemoryReport.committed].map({ ($0, change) }) {
            var run = Run()
            _ = run.look(Self.calm)
            run.now += .seconds(1)
            var sample = Self.calm
            sample[keyPath: change.0] = (sample[keyPath: change.0] ?? .zero) + KiB(change.1)
            #expect(run.look(sample).report == expected)
        }
    }

    @Test("However fast figures move, reports keep their distance")
    func reportGap() {
        var run = Run()
        var sample = Self.calm
        for step in 0..<1000 {
            sample.available = KiB(step % 2 == 0 ? 10_000 : 200_000)
            _ = run.look(sample)
            run.now += .milliseconds(1)
        }
        #expect(run.reports.count == 10)
        #expect(zip(run.reports, run.reports.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(100) })
    }

    @Test("The kernel's call is answered at once with a need, and the agent looks more often for a second")
    func triggered() throws {
        var run = Run()
        _ = run.look(Self.calm)
        run.now += .milliseconds(330)
        var sample = Self.calm
        sample.stallSomeMicroseconds = 33_000
        sample.swappedOut = Pages(2_000)
        #expect(run.look(sample, triggered: true).wait == .milliseconds(100))
        #expect(run.requests.map(\.need) == [KiB(8_000)])
        run.run(for: .seconds(3)) { _ in sample }
        #expect(run.requests.count == 1)
        // Ten looks while on the alert, then one each second.
        #expect((12...14).contains(run.looks - 2))
    }

    @Test("A request takes the report along that bears it out, unless one has just gone out", arguments: [99, 100])
    func requestTakesReportAlong(milliseconds: Int) {
        var run = Run()
        _ = run.look(Self.calm)
        run.now += .milliseconds(milliseconds)
        var sample = Self.calm
        sample.stallSomeMicroseconds = 33_000
        let step = run.look(sample, triggered: true)
        #expect(step.need != nil)
        #expect(step.report == (milliseconds >= 100))
    }

    @Test("Requests keep their distance while the pressure lasts")
    func requestGap() {
        var run = Run()
        for step in 0..<1000 {
            var sample = Self.calm
            sample.stallSomeMicroseconds = step * 500
            _ = run.look(sample, triggered: true)
            run.now += .milliseconds(1)
        }
        #expect(run.requests.count == 10)
    }

    @Test("No more is asked for than the balloon holds, and nothing where it holds nothing or there is none")
    func boundedByBalloon() {
        for (balloon, expected) in [(KiB(3_000), KiB(3_000)), (.zero, nil), (nil, nil)] as [(KiB?, KiB?)] {
            var run = Run()
            _ = run.look(Self.calm)
            run.now += .seconds(1)
            var sample = Self.calm
            sample.balloon = balloon
            sample.available = .zero
            sample.swappedOut = Pages(50_000)
            #expect(run.look(sample, triggered: true).need == expected)
        }
    }

    @Test("A guest without PSI that reads its set back from swap asks as well")
    func swapInsAlone() {
        var run = Run()
        var first = Self.calm
        first.stallSomeMicroseconds = nil
        _ = run.look(first)
        run.now += .seconds(1)
        var second = first
        second.swappedIn = Pages(1_000)
        #expect(run.look(second).need == KiB(4_000))
    }

    @Test("Major faults count where memory is scarce and not where a program is started", arguments: [true, false])
    func majorFaults(scarce: Bool) {
        var run = Run()
        var sample = Self.calm
        sample.available = scarce ? KiB(20_000) : KiB(150_000)
        _ = run.look(sample)
        run.now += .seconds(1)
        sample.majorFaults = 150
        #expect((run.look(sample).need != nil) == scarce)
    }

    @Test("What is missing from a twentieth of the memory is part of the need")
    func shortageOfAvailable() {
        var run = Run()
        _ = run.look(Self.calm)
        run.now += .seconds(1)
        var sample = Self.calm
        sample.available = KiB(3_107)
        sample.stallSomeMicroseconds = 100_000
        // 13107 - 3107 missing, and a quarter of the memory for a tenth of the time.
        #expect(run.look(sample).need == KiB(10_000 + 6_553))
    }

    @Test("A change seen too soon after a report is looked at again once the distance allows")
    func waitsForGap() {
        var run = Run()
        _ = run.look(Self.calm)
        run.now += .milliseconds(30)
        var sample = Self.calm
        sample.committed = KiB(180_000)
        let step = run.look(sample)
        #expect(!step.report)
        #expect(step.wait == .milliseconds(70))
        run.now += step.wait
        #expect(run.look(sample).report)
    }

    @Test("After a resume the next look is reported, whatever was before, and counters of another boot do no harm")
    func restarts() {
        var run = Run()
        var before = Self.calm
        before.swappedIn = Pages(1_000_000)
        _ = run.look(before)
        run.mind.restart()
        run.now += .milliseconds(100)
        let step = run.look(Self.calm)
        #expect(step.report)
        #expect(step.need == nil)
        run.now += .seconds(1)
        #expect(run.look(before).need != nil)
    }
}
