import Seeded
import Xen

extension Scenario {
    /// A host as chance makes it: all sorts of sizes, drivers, agents and workloads, with domains that come and go
    /// under few domids.
    ///
    /// - Parameters:
    ///   - seed: decides everything.
    ///   - isCalm: whether all workloads are steady, all guests are well and nobody comes or goes.
    static func generated(seed: UInt64, isCalm: Bool) -> Scenario {
        var random = SplitMix64(seed: seed)
        let count = 2 + random.below(14)
        var domains: [DomainSpec] = []
        for index in 0..<count { domains.append(generatedGuest(index, isCalm: isCalm, &random)) }
        let starts = domains.reduce(Pages.zero) { $0 + $1.start + $1.driver.offset }
        let control = Pages.mib(128 + random.below(512))
        let slack = Pages(starts.count * (5 + random.below(80)) / 100)
        var scenario = Scenario(
            name: "generated \(seed)",
            summary: "What the seed makes.",
            total: control + starts + slack + .mib(32),
            controlDomain: control,
            domains: domains,
            seconds: isCalm ? 3600 : 600
        )
        scenario.lastDomainID = UInt16(count + 2)
        if !isCalm { scenario.addLife(&random) }
        return scenario
    }

    private static func generatedGuest(_ index: Int, isCalm: Bool, _ random: inout SplitMix64) -> DomainSpec {
        let largest = 128 << random.below(6)
        let start = largest / 4 + random.below(largest * 3 / 4)
        let unit = largest / 16
        var base = Demand(
            hot: .mib(unit + random.below(4 * unit)),
            cold: .mib(random.below(4 * unit)),
            files: .mib(random.below(2 * unit)),
            stream: .mib(random.below(3)),
            untouched: .mib(random.below(2 * unit))
        )
        if isCalm { base.coldTouches = 0 }
        let swaps: [SwapDevice] = [.disk(.mib(largest)), .disk(.mib(largest)), .compressed(.mib(largest)), .none]
        var spec = guest(
            index,
            largest: largest,
            start: max(96, start),
            swap: isCalm ? swaps[0] : swaps[random.below(swaps.count)],
            kernel: 24 + largest / 64,
            demand: isCalm ? .steady(base) : workload(base, unit: unit, index: index, &random)
        )
        spec.dynamicMinimum = random.happens(0.5) ? .mib(min(max(64, largest / 8), start)) : nil
        spec.dynamicMaximum = random.happens(0.2) ? .mib(max(start, largest * 3 / 4)) : nil
        spec.weight = random.happens(0.2) ? 50 + random.below(4) * 100 : 100
        spec.hardwareAssisted = random.happens(0.4)
        spec.driver.offset = spec.hardwareAssisted ? .mib(random.below(3)) : .zero
        guard !isCalm else { return spec }
        spec.driver.kind = driver(largest: largest, isHardwareAssisted: spec.hardwareAssisted, &random)
        if random.happens(0.3) {
            let kinds: [GuestReporter.Kind] = [.silent, .qubes, .xapi, .hostile(seed: random.next())]
            spec.reporter = kinds[random.below(kinds.count)]
        }
        return spec
    }

    private static func workload(_ base: Demand, unit: Int, index: Int, _ random: inout SplitMix64) -> Workload {
        let extra = Pages.mib(unit + random.below(6 * unit))
        switch random.below(7) {
        case 0: return .steady(base)
        case 1: return .bursts(Bursts(base: base, extra: extra, period: 90, length: 30, seed: random.next()))
        case 2:
            return .rotation(
                Rotation(base: base, extra: extra, member: index % 4, of: 4, turn: 30, keeps: true, seed: 1)
            )
        case 3: return .daily(Daily(night: base, extra: base, length: 300, shift: 0.3))
        case 4: return .leak(Leak(base: base, perMinute: extra, limit: extra * 4))
        case 5: return .hoarder(Hoarder(base: base, hoard: extra))
        default: return .boot(Boot(steady: base, peak: extra))
        }
    }

    private static func driver(
        largest: Int,
        isHardwareAssisted: Bool,
        _ random: inout SplitMix64
    ) -> BalloonDriver.Kind {
        guard random.happens(0.35) else { return .ideal }
        switch random.below(isHardwareAssisted ? 8 : 7) {
        case 0: return .slow
        case 1: return .intermittent(milliseconds: 500 + random.below(5000))
        case 2: return .floor(.mib(largest / 2))
        case 3: return .ceiling(.mib(largest / 2))
        case 4: return .stuck
        case 5: return .lying
        case 6: return .none
        default: return .populateOnDemand(startMilliseconds: 1000 + random.below(20_000))
        }
    }

    private mutating func addLife(_ random: inout SplitMix64) {
        let residents = domains
        for moment in stride(from: 10, to: seconds, by: 5) where random.happens(0.15) {
            let spec = residents[random.below(residents.count)]
            switch random.below(6) {
            case 0: events.append(Event(at: moment, .reboot(spec.uuid)))
            case 1:
                events.append(Event(at: moment, .destroy(spec.uuid)))
                events.append(Event(at: moment + 20, .create(spec)))
            case 2:
                events.append(Event(at: moment, .pause(spec.uuid, true)))
                events.append(Event(at: moment + 15, .pause(spec.uuid, false)))
            case 3:
                let percent = 50 + random.below(51)
                events.append(Event(at: moment, .hold(spec.uuid, percent: percent, seconds: 10 + random.below(60))))
            case 4: events.append(Event(at: moment, .migrate(spec.uuid, seconds: 2 + random.below(10))))
            default:
                let visitor = Self.generatedGuest(100 + random.below(4), isCalm: false, &random)
                events.append(Event(at: moment, .create(visitor)))
                events.append(Event(at: moment + 60, .destroy(visitor.uuid)))
            }
        }
        events.sort { $0.second < $1.second }
    }
}
