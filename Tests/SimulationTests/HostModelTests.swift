import Simulation
import Testing
import Xen

@Suite("The host's pages")
struct HostModelTests {
    @Test(
        "Each balloon driver moves as its fault lets it",
        arguments: [
            (.ideal, 300, 300), (.slow, 300, 453), (.intermittent(milliseconds: 400), 300, 300),
            (.floor(.mib(400)), 300, 400), (.ceiling(.mib(600)), 800, 600), (.stuck, 300, 512), (.lying, 300, 512),
            (.none, 300, 512), (.floor(.mib(600)), 300, 512),
        ] as [(BalloonDriver.Kind, Int, Int)]
    )
    func drivers(kind: BalloonDriver.Kind, target: Int, expected: Int) throws {
        var host = HostModel(total: .mib(4096))
        let driver = BalloonDriver(kind, pagesPerSecond: 30_000)
        let id = try host.started(sampleDomain(driver: driver))
        host.setMaximum(of: id, to: .mib(2048))
        host.setTarget(of: id, to: .mib(target))
        host.advance(microseconds: 10_000_000)
        let index = try #require(host.index(of: id))
        #expect(host.domains[index].held.count / 256 == expected)
        #expect(host.imbalance == .zero)
    }

    @Test("Nobody grows past maxmem, nor past what is free")
    func limits() throws {
        var host = HostModel(total: .mib(2048), controlDomain: .mib(512))
        let first = try host.started(sampleDomain("a", number: 1, start: .mib(700)))
        let second = try host.started(sampleDomain("b", number: 2, start: .mib(700)))
        host.setTarget(of: first, to: .mib(1000))
        host.advance(microseconds: 2_000_000)
        #expect(host.domains[1].held == .mib(701))
        host.setMaximum(of: first, to: .mib(1001))
        host.setTarget(of: second, to: .mib(500))
        host.setTarget(of: first, to: .mib(1000))
        host.advance(microseconds: 5_000_000)
        #expect(host.domains[1].held == .mib(1000))
        host.setMaximum(of: second, to: .mib(1000))
        host.setTarget(of: second, to: .mib(1000))
        host.advance(microseconds: 5_000_000)
        #expect(host.domains[2].held == .mib(536))
        #expect(host.free == .zero)
        #expect(host.imbalance == .zero)
    }

    @Test("What is given back is wiped before it is free")
    func scrubs() throws {
        var host = HostModel(total: .mib(2048), controlDomain: .mib(512))
        let id = try host.started(sampleDomain(start: .mib(1024)))
        host.scrubbedPerSecond = 25_600
        let free = host.free
        host.destroy(id)
        #expect(host.scrubbing == .mib(1024))
        host.advance(microseconds: 1_000_000)
        #expect(host.free == free + .mib(100))
        #expect(host.imbalance == .zero)
    }

    @Test("A domid is handed out again, and a reboot keeps the uuid")
    func reusesDomids() throws {
        var host = HostModel(total: .mib(8192))
        host.lastDomainID = 3
        let ids = (1...3).map { host.create(sampleDomain(number: $0)) }
        #expect(ids == [DomainID(1), DomainID(2), DomainID(3)])
        let none = host.create(sampleDomain(number: 4))
        #expect(none == nil)
        let reborn = host.reboot(DomainID(2))
        #expect(reborn == DomainID(2))
        host.destroy(DomainID(1))
        let again = host.create(sampleDomain(number: 5))
        #expect(again == DomainID(1))
        #expect(host.domains.map(\.id.rawValue) == [0, 1, 2, 3])
    }

    @Test("A populate-on-demand guest whose driver never runs dies when it touches more than the cache")
    func populatesOnDemand() throws {
        for (start, dies) in [(2000, false), (.max / 1000, true)] {
            var host = HostModel(total: .mib(4096))
            var spec = sampleDomain(
                demand: Demand(hot: .mib(500)),
                driver: BalloonDriver(.populateOnDemand(startMilliseconds: start))
            )
            spec.hardwareAssisted = true
            if !dies { spec.workload = .hoarder(Hoarder(base: .none, hoard: .mib(500), start: 10)) }
            let id = try host.started(spec)
            host.advance(microseconds: 60_000_000)
            let index = try #require(host.index(of: id))
            #expect(host.domains[index].flags.contains(.shutdown) == dies)
            #expect(host.imbalance == .zero)
        }
    }

    @Test("The same calls give the same host")
    func repeats() throws {
        let runs = try (0..<2).map { _ in
            var host = HostModel(total: .mib(4096))
            let id = try host.started(sampleDomain(demand: Demand(hot: .mib(600))))
            host.setTarget(of: id, to: .mib(300))
            host.advance(microseconds: 100_000_000)
            return host.domains[1].guest.counters
        }
        #expect(runs[0] == runs[1])
    }
}
