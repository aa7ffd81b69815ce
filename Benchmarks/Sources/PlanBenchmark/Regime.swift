import Ballooning
import Xen

/// The four situations in which a plan takes a different way through the policy.
enum Regime: String, CaseIterable {
    case plenty
    case tight
    case squeeze
    case shortage

    /// A host of `count` domains of 1 GiB in this situation, settled for as long as the situation allows.
    func host(of count: Int) -> HostSnapshot {
        var domains: [DomainSnapshot] = []
        domains.reserveCapacity(count)
        for number in 0..<count { domains.append(domain(number)) }
        let held = domains.reduce(Pages.zero) { $0 + $1.info.current }
        let reserve = Pages.mib(256)
        let slack = Pages.mib(1) * count
        return HostSnapshot(
            now: .start,
            memory: HostMemory(total: held + reserve + slack, free: self == .squeeze ? reserve / 2 : reserve + slack),
            domains: domains
        )
    }

    private func domain(_ number: Int) -> DomainSnapshot {
        let current = Pages.mib(1024)
        // Domains differ, so that no branch is predicted for free.
        let part = 20 + number * 7 % 60
        let committed: Pages =
            switch self {
            case .plenty, .squeeze: current * part / 100
            case .tight: current * (part + 70) / 100
            case .shortage: current * 2
            }
        return DomainSnapshot(
            info: DomainInfo(
                id: DomainID(UInt16(number + 1)),
                uuid: DomainUUID(high: 0xBA11, low: UInt64(number)),
                current: current,
                maximum: current + .mib(1)
            ),
            target: current,
            staticMaximum: current * 2,
            dynamicMinimum: self == .shortage ? current * 3 / 2 : nil,
            report: GuestReport(
                total: current - .mib(24),
                free: current * (90 - part) / 200,
                available: current * (90 - part) / 100,
                committed: committed,
                swapTotal: current,
                swapFree: current,
                stallSome: 0,
                swapIns: 0,
                refaults: 0,
                majorFaults: 0
            ),
            reportReceived: .start
        )
    }
}
