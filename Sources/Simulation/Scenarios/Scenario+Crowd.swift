import Xen

extension Scenario {
    /// A host with any number of small guests of different trades, to see how a tool copes with many.
    ///
    /// - Parameters:
    ///   - count: how many guests.
    ///   - seed: decides when who is busy.
    public static func crowd(of count: Int, seed: UInt64) -> Scenario {
        let desk = Demand(hot: .mib(60), cold: .mib(40), files: .mib(40))
        let domains = (0..<count).map { index in
            let trade: (String, Workload) =
                switch index % 4 {
                case 0: ("web", .bursts(Bursts(base: desk, extra: .mib(160), period: 60, length: 20, seed: seed)))
                case 1: ("database", .steady(Demand(hot: .mib(150), cold: .mib(40), files: .mib(60), touches: 0.8)))
                case 2: ("mail", .daily(Daily(night: desk, extra: Demand(hot: .mib(120)), length: 120)))
                default:
                    (
                        "build",
                        .bursts(
                            Bursts(base: desk, extra: .mib(200), period: 90, length: 35, seed: seed &+ UInt64(index))
                        )
                    )
                }
            var spec = guest(index, largest: 512, start: 192, swap: .disk(.mib(512)), kernel: 24, demand: trade.1)
            spec.name = "\(trade.0)-\(index / 4 + 1)"
            // Slow enough to be seen.
            spec.driver.pagesPerSecond = 40_000
            return spec
        }
        return Scenario(
            name: "crowd",
            summary: "Any number of small guests of different trades.",
            total: .mib(512 + count * 320),
            domains: domains,
            seconds: 600
        )
    }
}
