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
        for sample in samples { _ = shrinker.step(sample, isCalm: true, GuestSettings()) }
        return shrinker
    }

    @Test("After three calm intervals a twentieth of the swapped pages is pulled each interval")
    func pullsGeometrically() {
        var shrinker = SwapShrinker()
        var swapped = Pages(20_000)
        var pulls: [KiB] = []
        for _ in 0..<6 {
            if case .pull(let amount) = shrinker.step(Self.guest(swapped: swapped), isCalm: true, GuestSettings()) {
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
        #expect(shrinker.step(next, isCalm: grows, GuestSettings()) == .wait)
        #expect(shrinker.step(next, isCalm: true, GuestSettings()) == .wait)
        #expect(shrinker.step(next, isCalm: true, GuestSettings()) == .wait)
        #expect(shrinker.step(next, isCalm: true, GuestSettings()) == .pull(Pages(1000).kib))
    }

    @Test(
        "No more is pulled than is free beyond a thirty-second of the memory",
        arguments: [(KiB(8_192 + 400), ShrinkStep.pull(KiB(400))), (KiB(8_192), .wait), (KiB(100), .wait)]
    )
    func boundedByRoom(free: KiB, expected: ShrinkStep) {
        let sample = Self.guest(swapped: Pages(20_000), free: free)
        var shrinker = Self.shrinker(after: [sample, sample])
        #expect(shrinker.step(sample, isCalm: true, GuestSettings()) == expected)
    }

    @Test("When hardly any page is in swap alone the slots are released, not before and not without room")
    func releases() {
        for (swapped, free, expected) in [
            (Pages(1_024), KiB(102_400), ShrinkStep.release), (.zero, KiB(102_400), .release),
            (Pages(1_025), KiB(102_400), .pull(Pages(51).kib)), (Pages(1_024), KiB(8_192), .wait),
        ] {
            let sample = Self.guest(swapped: swapped, cached: Pages(5_000), free: free)
            var shrinker = Self.shrinker(after: [sample, sample])
            #expect(shrinker.step(sample, isCalm: true, GuestSettings()) == expected)
        }
    }

    @Test("Where nothing can be pulled what is left is released at once if it fits, until swap use grows")
    func exhausted() {
        let sample = Self.guest(swapped: Pages(5_000))
        var shrinker = Self.shrinker(after: [sample, sample, sample])
        shrinker.foundNothing()
        #expect(shrinker.step(sample, isCalm: true, GuestSettings()) == .release)
        #expect(shrinker.step(Self.guest(swapped: Pages(5_001)), isCalm: true, GuestSettings()) == .wait)
        _ = shrinker.step(sample, isCalm: true, GuestSettings())
        _ = shrinker.step(sample, isCalm: true, GuestSettings())
        #expect(shrinker.step(sample, isCalm: true, GuestSettings()) == .pull(Pages(250).kib))
    }

    @Test("A guest that uses no swap, or has none, is left alone")
    func nothingToDo() {
        for sample in [Self.guest(swapped: .zero), MemoryReport(sequence: 0, total: KiB(1000))] {
            var shrinker = Self.shrinker(after: [sample, sample, sample])
            #expect(shrinker.step(sample, isCalm: true, GuestSettings()) == .wait)
        }
    }
}
