import Xen

extension Scenario {
    /// A host to watch: seven guests of different trades on 4 GiB, with one that comes and goes.
    ///
    /// - Parameter seed: decides when who is busy.
    public static func live(seed: UInt64) -> Scenario {
        let desk = Demand(hot: .mib(110), cold: .mib(60), files: .mib(60))
        let trades: [(String, Workload)] = [
            ("web", .bursts(Bursts(base: desk, extra: .mib(320), period: 60, length: 20, seed: seed))),
            ("database", .steady(Demand(hot: .mib(380), cold: .mib(60), files: .mib(160), touches: 0.8))),
            ("build", .bursts(Bursts(base: desk, extra: .mib(520), period: 90, length: 35, seed: seed &+ 1))),
            ("mail", .daily(Daily(night: desk, extra: Demand(hot: .mib(250)), length: 120))),
            ("desktop", .daily(Daily(night: desk, extra: Demand(hot: .mib(300)), length: 120, shift: 0.5))),
            ("archive", .hoarder(Hoarder(base: desk, hoard: .mib(400), start: 15, busy: 20))),
        ]
        let domains = trades.enumerated().map { index, trade in live(index, trade.0, trade.1) }
        var scenario = Scenario(
            name: "live",
            summary: "Seven guests of different trades.",
            total: .mib(4096),
            domains: domains,
            seconds: 600
        )
        let visitor = live(7, "visitor", .boot(Boot(steady: desk, peak: .mib(150), length: 15)))
        scenario.events = [
            Event(at: 40, .create(visitor)), Event(at: 85, .destroy(visitor.uuid)),
            Event(at: 150, .pause(domains[4].uuid, true)), Event(at: 160, .pause(domains[4].uuid, false)),
        ]
        return scenario
    }

    private static func live(_ index: Int, _ name: String, _ workload: Workload) -> DomainSpec {
        var spec = guest(index, largest: 1024, start: 384, swap: .disk(.mib(1024)), kernel: 36, demand: workload)
        spec.name = name
        // Slow enough to be seen.
        spec.driver.pagesPerSecond = 40_000
        spec.dynamicMinimum = .mib(128)
        return spec
    }
}
