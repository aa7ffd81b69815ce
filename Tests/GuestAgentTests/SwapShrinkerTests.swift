import Testing
import Xen

@testable import GuestAgent

@Suite("Swap shrinker")
struct SwapShrinkerTests {
    /// A guest of 256 MiB with 100 MiB free and so much in swap alone.
    static func guest(swapped: Pages, cached: Pages = .zero, free: KiB = KiB(102_400)) -> MemoryReport {
        var sample = MemoryReport(sequence: 0, total: KiB(262_144))
        sample.free = free
        sample.swapTotal = KiB(524_288)
        sample.swapFree = KiB(524_288) - swapped.kib - cached.kib
        sample.swapCached = cached.kib
        return sample
    }

    static func shrinker(after samples: [MemoryReport]) -> SwapShrinker {
        var shrinker = SwapShrinker()
        for sample in samples { _ = shrinker.step(sample) }
        return shrinker
    }

    @Test("After three calm intervals a twentieth of the swapped pages is pulled each interval")
    func pullsGeometrically() {
        var shrinker = SwapShrinker()
        var swapped = Pages(20_000)
        var pulls: [KiB] = []
        for _ in 0..<6 {
            if case .pull(let amount) = shrinker.step(Self.guest(swapped: swapped)) {
                pulls.append(amount)
                swapped = swapped - Pages(flooring: amount)
            } else {
                pulls.append(.zero)
            }
        }
        #expect(pulls == [.zero, .zero, Pages(1000).kib, Pages(950).kib, Pages(902).kib, Pages(857).kib])
    }

    @Test("Swap use that grows, or pressure, starts the inertia anew", arguments: [true, false])
    func restartsInertia(grows: Bool) {
        var shrinker = Self.shrinker(after: Array(repeating: Self.guest(swapped: Pages(20_000)), count: 3))
        let next = Self.guest(swapped: Pages(grows ? 20_001 : 20_000))
        #expect(shrinker.step(next, isCalm: grows) == .wait)
        #expect(shrinker.step(next) == .wait)
        #expect(shrinker.step(next) == .wait)
        #expect(shrinker.step(next) == .pull(Pages(1000).kib))
    }

    @Test(
        "No more is pulled than is free beyond a thirty-second of the memory",
        arguments: [(KiB(8_192 + 400), ShrinkStep.pull(KiB(400))), (KiB(8_192), .wait), (KiB(100), .wait)]
    )
    func boundedByRoom(free: KiB, expected: ShrinkStep) {
        let sample = Self.guest(swapped: Pages(20_000), free: free)
        var shrinker = Self.shrinker(after: [sample, sample])
        #expect(shrinker.step(sample) == expected)
    }

    @Test("When hardly any page is in swap alone the slots are released, not before and not without room")
    func releases() {
        for (swapped, free, expected) in [
            (Pages(1_024), KiB(102_400), ShrinkStep.release), (.zero, KiB(102_400), .release),
            (Pages(1_025), KiB(102_400), .pull(Pages(51).kib)), (Pages(1_024), KiB(8_192), .wait),
        ] {
            let sample = Self.guest(swapped: swapped, cached: Pages(5_000), free: free)
            var shrinker = Self.shrinker(after: [sample, sample])
            #expect(shrinker.step(sample, at: 60) == expected)
        }
    }

    @Test("Slots are released after a calm minute, for the guest has no swap meanwhile")
    func releaseWaits() {
        let sample = Self.guest(swapped: .zero, cached: Pages(5_000))
        var shrinker = Self.shrinker(after: [sample, sample])
        #expect(shrinker.step(sample, at: 59) == .wait)
        #expect(shrinker.step(sample, isCalm: false, at: 60) == .wait)
        for second in stride(from: 65, through: 115, by: 5) { #expect(shrinker.step(sample, at: second) == .wait) }
        #expect(shrinker.step(sample, at: 120) == .release)
    }

    @Test(
        "Slots are released only with a quarter of the memory to spare beside what comes home",
        arguments: [(65_536 + 4_096, ShrinkStep.release), (65_536 + 4_095, .pull(Pages(51).kib))]
    )
    func spare(available: Int, expected: ShrinkStep) {
        var sample = Self.guest(swapped: Pages(1_024))
        sample.available = KiB(available)
        var shrinker = Self.shrinker(after: [sample, sample])
        #expect(shrinker.step(sample, at: 60) == expected)
    }

    @Test("Where nothing can be pulled what is left waits to be released, until swap use grows")
    func exhausted() {
        let sample = Self.guest(swapped: Pages(5_000))
        var shrinker = Self.shrinker(after: [sample, sample, sample])
        shrinker.foundNothing()
        #expect(shrinker.step(sample, at: 59) == .wait)
        #expect(shrinker.step(sample, at: 60) == .release)
        #expect(shrinker.step(Self.guest(swapped: Pages(5_001)), at: 65) == .wait)
        _ = shrinker.step(sample, at: 70)
        _ = shrinker.step(sample, at: 75)
        #expect(shrinker.step(sample, at: 80) == .pull(Pages(250).kib))
    }

    @Test("A guest that uses no swap, or has none, is left alone")
    func nothingToDo() {
        for sample in [Self.guest(swapped: .zero), MemoryReport(sequence: 0, total: KiB(1000))] {
            var shrinker = Self.shrinker(after: [sample, sample, sample])
            #expect(shrinker.step(sample) == .wait)
        }
    }
}

extension SwapShrinker {
    /// Decides for one interval under the agent's own settings.
    fileprivate mutating func step(_ sample: MemoryReport, isCalm: Bool = true, at seconds: Int = 0) -> ShrinkStep {
        step(sample, isCalm: isCalm, at: .seconds(seconds), GuestSettings())
    }
}
