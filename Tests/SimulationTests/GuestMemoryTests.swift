import Seeded
import Testing
import Xen

@testable import Simulation

@Suite("A guest's memory")
struct GuestMemoryTests {
    /// A guest with 512 MiB that has run `demand` for `seconds`.
    static func guest(
        _ demand: Demand,
        swap: SwapDevice = .disk(.mib(1024)),
        seconds: Int = 60
    ) -> GuestMemory {
        var guest = GuestMemory(size: .mib(512), kernel: .mib(40), swap: swap)
        run(&guest, demand, seconds: seconds)
        return guest
    }

    static func run(_ guest: inout GuestMemory, _ demand: Demand, seconds: Int) {
        for _ in 0..<(seconds * 10) { guest.advance(demand, microseconds: 100_000) }
    }

    /// A working set of 200 MiB, 100 MiB that are cold, and files.
    static let busy = Demand(hot: .mib(200), cold: .mib(100), files: .mib(60))

    @Test("A demand that fits is met without a stall")
    func fits() {
        let guest = Self.guest(Self.busy)
        #expect(guest.hot == .mib(200))
        #expect(guest.cold == .mib(100))
        #expect(guest.files == .mib(60))
        #expect(guest.counters == GuestCounters())
        #expect(guest.committed == .mib(300))
    }

    @Test("A balloon takes free pages first, then stale cache, then cold memory, and that costs next to nothing")
    func coldGoesFirst() {
        var demand = Self.busy
        demand.stream = .mib(10)
        var guest = Self.guest(demand)
        #expect(guest.stale > .mib(90))
        demand.stream = .zero
        #expect(guest.surrender(.mib(90)) == .mib(90))
        #expect(guest.counters.swappedOut == .zero)
        for _ in 0..<5 {
            _ = guest.surrender(.mib(8))
            Self.run(&guest, demand, seconds: 2)
        }
        #expect(guest.counters.swappedOut > .zero)
        Self.run(&guest, demand, seconds: 60)
        #expect(guest.hot == .mib(200))
        #expect(guest.counters.stallSome < 60_000)
    }

    @Test(
        "A guest below its working set stalls for good, on compressed swap far less than on a disk",
        arguments: [(SwapDevice.disk(.mib(1024)), 300_000...), (.compressed(.mib(1024)), 10_000...)]
    )
    func thrashes(swap: SwapDevice, stall: PartialRangeFrom<Int>) {
        var guest = Self.guest(Self.busy, swap: swap)
        var taken = Pages.zero
        for _ in 0..<600 where taken < .mib(290) {
            taken += guest.surrender(.mib(290) - taken)
            guest.advance(Self.busy, microseconds: 100_000)
        }
        Self.run(&guest, Self.busy, seconds: 60)
        let before = guest.counters
        Self.run(&guest, Self.busy, seconds: 60)
        let perSecond = (guest.counters.stallSome - before.stallSome) / 60
        #expect(stall.contains(perSecond))
        #expect(guest.counters.swappedIn > before.swappedIn)
        #expect(guest.counters.stallFull <= guest.counters.stallSome)
        #expect(guest.counters.kills == 0)
    }

    @Test("Without swap and with nothing left to reclaim the kernel kills, and the service comes back")
    func kills() {
        var guest = Self.guest(Demand(hot: .mib(600)), swap: .none, seconds: 30)
        #expect(guest.counters.kills >= 1)
        #expect(guest.counters.lost > 0)
        let kills = guest.counters.kills
        guest.receive(.mib(512))
        Self.run(&guest, Demand(hot: .mib(600)), seconds: 60)
        #expect(guest.counters.kills == kills)
        #expect(guest.hot == .mib(600))
    }

    @Test("Evicted files that are wanted again are refaults")
    func refaults() {
        let files = Demand(hot: .mib(50), files: .mib(250))
        var guest = Self.guest(files)
        #expect(guest.files == .mib(250))
        _ = guest.surrender(.mib(300))
        Self.run(&guest, files, seconds: 10)
        #expect(guest.counters.refaults > .zero)
        #expect(guest.counters.stallSome > 0)
    }

    @Test("Pages add up to the guest's size at all times", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func addsUp(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let swaps: [SwapDevice] = [.none, .disk(.mib(100)), .compressed(.mib(300))]
        var guest = GuestMemory(size: .mib(300), kernel: .mib(40), swap: swaps[random.below(3)])
        for _ in 0..<500 {
            let demand = Demand(
                hot: .mib(random.below(200)),
                cold: .mib(random.below(200)),
                files: .mib(random.below(200)),
                stream: .mib(random.below(50))
            )
            for _ in 0..<20 { guest.advance(demand, microseconds: 100_000) }
            if random.happens(0.5) {
                guest.receive(.mib(random.below(40)))
            } else {
                _ = guest.surrender(min(.mib(random.below(40)), max(.zero, guest.size - .mib(60))))
            }
            #expect(guest.used <= guest.size)
            #expect(guest.available <= guest.size)
            let sets = [guest.hot, guest.cold, guest.files, guest.stale, guest.evictedFiles, guest.swappedHot]
            #expect(sets.allSatisfy { $0 >= .zero })
            #expect(guest.swappedCold >= .zero)
            #expect(guest.swapped <= guest.swap.capacity)
        }
    }
}
