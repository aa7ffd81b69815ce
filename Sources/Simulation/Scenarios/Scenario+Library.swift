import Xen

extension Scenario {
    /// The scenarios of the comparison.
    ///
    /// - Parameter seed: decides every random moment in them.
    public static func library(seed: UInt64) -> [Scenario] {
        [
            steady, bursts(seed: seed), rotation(.large, seed: seed), rotation(.tiny, seed: seed),
            compressedRotation(seed: seed), daily, bootStorm, leak, hoarder, files(seed: seed), withoutSwap(seed: seed),
            shortage, mixed(seed: seed), comeAndGo(seed: seed), sample,
        ]
    }

    /// Guests of different size that do the same at all times.
    static var steady: Scenario {
        let sizes = [(900, 200, 100), (300, 250, 200), (200, 100, 50), (500, 100, 150), (150, 200, 50), (400, 50, 50)]
        return Scenario(
            name: "steady",
            summary: "Six guests of different size do the same at all times.",
            total: .mib(4864),
            domains: guests(sizes) { .steady(Demand(hot: .mib($0.0), cold: .mib($0.1), files: .mib($0.2))) },
            seconds: 1800
        )
    }

    /// Random bursts, seldom more than two at once.
    static func bursts(seed: UInt64) -> Scenario {
        let base = Demand(hot: .mib(250), cold: .mib(150), files: .mib(100))
        return Scenario(
            name: "bursts",
            summary: "Eight guests with a burst of 800 MiB for a minute in every five, at random moments.",
            total: .mib(6912),
            domains: guests(0..<8) {
                .bursts(Bursts(base: base, extra: .mib(800), period: 300, length: 60, seed: seed &+ $0))
            },
            seconds: 3600
        )
    }

    /// A demand that follows the time of day in two time zones.
    static var daily: Scenario {
        let night = Demand(hot: .mib(200), cold: .mib(150), files: .mib(80))
        let extra = Demand(hot: .mib(700), files: .mib(150), untouched: .mib(100))
        return Scenario(
            name: "daily curve",
            summary: "Six guests, half of them busy when the other half sleeps; a day of two hours.",
            total: .mib(5888),
            domains: guests([0, 0.5, 0, 0.5, 0, 0.5]) {
                .daily(Daily(night: night, extra: extra, length: 7200, shift: $0))
            },
            seconds: 7200
        )
    }

    /// Guests that start while others hold the memory.
    static var bootStorm: Scenario {
        let steady = Demand(hot: .mib(200), cold: .mib(60), files: .mib(80))
        var scenario = Scenario(
            name: "boot storm",
            summary: "Four guests hold the host when eight more start within forty seconds.",
            total: .mib(6400),
            domains: (0..<4).map { guest($0, start: 1024, demand: .steady(steady)) },
            seconds: 900
        )
        scenario.events = (0..<8).map { index in
            let boot = Boot(steady: steady, peak: .mib(150))
            return Event(at: 120 + index * 5, .create(guest(10 + index, start: 512, demand: .boot(boot))))
        }
        return scenario
    }

    /// A leak among guests that work.
    static var leak: Scenario {
        let busy = Demand(hot: .mib(350), cold: .mib(100), files: .mib(100))
        let leaking = Leak(base: Demand(hot: .mib(100), files: .mib(50)), perMinute: .mib(150), limit: .mib(1500))
        return Scenario(
            name: "leak",
            summary: "A process leaks 150 MiB a minute beside three guests that work.",
            total: .mib(3072),
            domains: guests([.steady(busy), .steady(busy), .steady(busy), .leak(leaking)]) { $0 },
            seconds: 1800
        )
    }

    /// A guest that fills its memory and never touches it again while its neighbour needs it.
    static var hoarder: Scenario {
        let hoard = Hoarder(base: Demand(hot: .mib(50), files: .mib(30)), hoard: .mib(900), start: 10, busy: 60)
        let busy = Hoarder(base: Demand(hot: .mib(100), files: .mib(50)), hoard: .mib(700), start: 120, busy: 1 << 20)
        return Scenario(
            name: "idle hoarder",
            summary: "A guest fills 900 MiB and never touches them again; then its neighbour needs 700 MiB.",
            total: .mib(1600),
            domains: [
                guest(0, largest: 1280, start: 640, demand: .hoarder(hoard)),
                guest(1, largest: 1280, start: 640, demand: .hoarder(busy)),
            ],
            seconds: 1800
        )
    }

    /// Working sets that are files.
    static func files(seed: UInt64) -> Scenario {
        let base = Demand(hot: .mib(150), cold: .mib(50), files: .mib(400), stream: .mib(5))
        return Scenario(
            name: "page cache",
            summary: "Five guests that live on their page cache while streams of files pass through it.",
            total: .mib(4480),
            domains: guests(0..<5) {
                .rotation(Rotation(base: base, extra: .mib(500), member: $0, of: 5, turn: 120, seed: seed))
            },
            seconds: 1800
        )
    }

    /// Bursts where nothing can be swapped.
    static func withoutSwap(seed: UInt64) -> Scenario {
        let base = Demand(hot: .mib(300), cold: .mib(50), files: .mib(100))
        return Scenario(
            name: "no swap",
            summary: "Five guests without swap, with bursts of 300 MiB.",
            total: .mib(4224),
            domains: guests(100..<105, swap: .none) {
                .bursts(Bursts(base: base, extra: .mib(300), period: 240, length: 60, seed: seed &+ $0))
            },
            seconds: 1800
        )
    }

    /// More working sets than memory.
    static var shortage: Scenario {
        Scenario(
            name: "shortage",
            summary: "Five guests whose working sets are a tenth larger than the host.",
            total: .mib(3072),
            domains: guests([700, 600, 500, 400, 300]) {
                .steady(Demand(hot: .mib($0), cold: .mib(100), files: .mib(60)))
            },
            seconds: 900
        )
    }

    /// A guest for each of `traits`, as ``guest(_:largest:start:swap:kernel:demand:)`` makes it, with what it makes of
    /// its trait.
    static func guests<Traits: Sequence>(
        _ traits: Traits,
        swap: SwapDevice = .disk(.mib(2048)),
        demand: (Traits.Element) -> Workload
    ) -> [DomainSpec] {
        traits.enumerated().map { index, trait in guest(index, swap: swap, demand: demand(trait)) }
    }

    /// A guest as the scenarios use it: 2 GiB at most, 512 MiB at first, 2 GiB of disk swap, a dynamic-min of an eighth.
    static func guest(
        _ index: Int,
        largest: Int = 2048,
        start: Int = 512,
        swap: SwapDevice = .disk(.mib(2048)),
        kernel: Int = 40,
        demand: Workload
    ) -> DomainSpec {
        var spec = DomainSpec(
            name: "guest-\(index + 1)",
            uuid: DomainUUID(high: 0x5A11_0000_0000_4000, low: UInt64(index + 1)),
            staticMaximum: .mib(largest),
            start: .mib(start),
            swap: swap,
            kernel: .mib(kernel),
            workload: demand
        )
        spec.dynamicMinimum = .mib(largest / 8)
        return spec
    }
}
