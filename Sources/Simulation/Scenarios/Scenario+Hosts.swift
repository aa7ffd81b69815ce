import Seeded
import Xen

extension Scenario {
    /// The sizes of host on which the same rotation runs.
    enum HostSize {
        /// Three guests of at most 256 MiB.
        case tiny
        /// Eight guests of at most 2 GiB.
        case large
    }

    /// A load that wanders from guest to guest; there is memory for one turn and not for two.
    static func rotation(_ size: HostSize, seed: UInt64) -> Scenario {
        switch size {
        case .tiny:
            Scenario(
                name: "tiny rotation",
                summary: "A load of 110 MiB wanders over three guests of at most 256 MiB.",
                total: .mib(656),
                controlDomain: .mib(128),
                domains: rotating(3, scale: 1, kernel: 28, swap: .disk(.mib(256)), seed: seed),
                seconds: 1800
            )
        case .large:
            Scenario(
                name: "large rotation",
                summary: "A load of 880 MiB wanders over eight guests of at most 2 GiB.",
                total: .mib(7424),
                domains: rotating(8, scale: 8, kernel: 40, swap: .disk(.mib(2048)), seed: seed),
                seconds: 3600
            )
        }
    }

    /// The same with swap that is compressed in the guest's own memory.
    static func compressedRotation(seed: UInt64) -> Scenario {
        Scenario(
            name: "zram rotation",
            summary: "The large rotation on guests that swap to compressed memory.",
            total: .mib(7424),
            domains: rotating(8, scale: 8, kernel: 40, swap: .compressed(.mib(2048)), seed: seed),
            seconds: 3600
        )
    }

    /// Guests with all sorts of agents and drivers: few hosts have only good ones.
    static func mixed(seed: UInt64) -> Scenario {
        let base = Demand(hot: .mib(200), cold: .mib(100), files: .mib(80))
        var domains = guests(200..<208) {
            .bursts(Bursts(base: base, extra: .mib(500), period: 300, length: 80, seed: seed &+ $0))
        }
        domains[0].reporter = .silent
        domains[1].reporter = .qubes
        domains[2].reporter = .xapi
        domains[3].driver.kind = .stuck
        domains[4].driver.kind = .slow
        domains[5].reporter = .hostile(seed: seed)
        domains[5].workload = .steady(Demand(hot: .mib(100), files: .mib(50)))
        domains[6].driver.offset = .mib(9)
        return Scenario(
            name: "mixed guests",
            summary:
                "Bursts on guests of which one is silent, one stuck, one slow, one lies, and two have other agents.",
            total: .mib(6400),
            domains: domains,
            seconds: 1800
        )
    }

    /// Guests that reboot, go and come back.
    static func comeAndGo(seed: UInt64) -> Scenario {
        let busy = Demand(hot: .mib(350), cold: .mib(100), files: .mib(100))
        let domains = guests(0..<6) { _ in .boot(Boot(steady: busy, peak: .mib(200))) }
        var scenario = Scenario(
            name: "come and go",
            summary: "Six guests that reboot at random, and two that are there only some of the time.",
            total: .mib(5376),
            domains: domains,
            seconds: 3600
        )
        var random = SplitMix64(seed: seed)
        for minute in 1..<60 {
            if random.happens(0.4) {
                let uuid = domains[random.below(domains.count)].uuid
                scenario.events.append(Event(at: minute * 60, .reboot(uuid)))
            }
            let visitor = guest(20 + minute % 2, start: 512, demand: .steady(busy))
            if minute % 10 == 3 + minute % 2 { scenario.events.append(Event(at: minute * 60, .create(visitor))) }
            if minute % 10 == 7 + minute % 2 { scenario.events.append(Event(at: minute * 60, .destroy(visitor.uuid))) }
        }
        return scenario
    }

    private static func rotating(
        _ members: Int,
        scale: Int,
        kernel: Int,
        swap: SwapDevice,
        seed: UInt64
    ) -> [DomainSpec] {
        let base = Demand(hot: .mib(40 * scale), cold: .mib(20 * scale), files: .mib(20 * scale))
        return (0..<members).map { index in
            let extra = Pages.mib(110 * scale)
            let turns = Rotation(base: base, extra: extra, member: index, of: members, turn: 120, seed: seed)
            let (largest, start) = (256 * scale, scale == 1 ? 144 : 800)
            return guest(index, largest: largest, start: start, swap: swap, kernel: kernel, demand: .rotation(turns))
        }
    }
}
