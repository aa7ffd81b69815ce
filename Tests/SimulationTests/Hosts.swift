import Simulation
import Testing
import Xen

/// A domain of 1 GiB at most that starts with 512 MiB and does little.
func sampleDomain(
    _ name: String = "guest",
    number: UInt64 = 1,
    staticMaximum: Pages = .mib(1024),
    start: Pages = .mib(512),
    swap: SwapDevice = .disk(.mib(1024)),
    demand: Demand = Demand(hot: .mib(80), cold: .mib(40), files: .mib(40)),
    driver: BalloonDriver = BalloonDriver()
) -> DomainSpec {
    var spec = DomainSpec(
        name: name,
        uuid: DomainUUID(high: 1, low: number),
        staticMaximum: staticMaximum,
        start: start,
        swap: swap,
        workload: .steady(demand)
    )
    spec.driver = driver
    return spec
}

extension HostModel {
    /// Starts a domain that has to start.
    mutating func started(_ spec: DomainSpec) throws -> DomainID {
        let id = create(spec)
        return try #require(id)
    }
}
