import Xen

/// Adds up what a run costs its guests.
public struct Tally: Sendable {
    /// How often a target was written.
    public internal(set) var targetWrites = 0
    /// Microseconds that domains waited for their start for lack of free memory.
    public internal(set) var waited = 0

    private var gone = GuestCounters()
    private var progress: [Double] = []
    private var growths: [DomainID: Growth] = [:]
    private var satisfied = 0
    private var satisfying = 0
    private var longest = 0

    /// A growth of a working set that has to be this large to count, as a part of the guest's size.
    private static let notable = 16

    /// A guest's working set and how long it has been waiting for it.
    private struct Growth {
        var demand: Pages
        var waiting: Int?
    }

    mutating func add(_ domain: DomainModel) {
        growths[domain.id] = Growth(demand: domain.demand(at: domain.born).workingSet)
    }

    mutating func remove(_ domain: DomainModel, at microseconds: Int) {
        gone.add(domain.guest.counters)
        progress.append(Self.progress(domain, at: microseconds))
        settle(domain.id)
    }

    mutating func observe(_ host: HostModel, step: Int) {
        for domain in host.domains where domain.id != .zero && domain.isRunning {
            guard var growth = growths[domain.id] else { continue }
            let demand = domain.demand(at: host.microseconds).workingSet
            if demand < growth.demand { settle(domain.id) }
            if demand >= growth.demand + domain.guest.size / Self.notable { growth.waiting = growth.waiting ?? 0 }
            if demand < growth.demand { growth.waiting = nil }
            growth.demand = demand
            if let waiting = growth.waiting {
                growth.waiting = waiting + step
                growths[domain.id] = growth
                if domain.guest.residentWorkingSet().count * 20 >= demand.count * 19 { settle(domain.id) }
            } else {
                growths[domain.id] = growth
            }
        }
    }

    private mutating func settle(_ id: DomainID) {
        guard let waiting = growths[id]?.waiting else { return }
        growths[id]?.waiting = nil
        satisfied += 1
        satisfying += waiting
        longest = max(longest, waiting)
    }

    func result(scenario: String, policy: String, host: HostModel) -> RunResult {
        var tally = self
        for domain in host.domains where domain.id != .zero { tally.remove(domain, at: host.microseconds) }
        let sum = tally.progress.reduce(0, +)
        let squares = tally.progress.reduce(0) { $0 + $1 * $1 }
        let jain = squares > 0 ? sum * sum / (Double(tally.progress.count) * squares) : 1
        return RunResult(
            scenario: scenario,
            policy: policy,
            stallSeconds: Double(tally.gone.lost + waited) / 1e6,
            swapped: tally.gone.swappedIn + tally.gone.swappedOut,
            refaults: tally.gone.refaults,
            kills: tally.gone.kills,
            unfairness: (1 - jain) * 1000,
            targetWrites: targetWrites,
            burstSeconds: tally.satisfied > 0 ? Double(tally.satisfying) / Double(tally.satisfied) / 1e6 : 0,
            longestBurstSeconds: Double(tally.longest) / 1e6,
            startDelaySeconds: Double(waited) / 1e6
        )
    }

    private static func progress(_ domain: DomainModel, at microseconds: Int) -> Double {
        let age = microseconds - domain.born
        return age > 0 ? max(0, 1 - Double(domain.guest.counters.lost) / Double(age)) : 1
    }
}

extension GuestCounters {
    mutating func add(_ other: GuestCounters) {
        swappedIn += other.swappedIn
        swappedOut += other.swappedOut
        refaults += other.refaults
        majorFaults += other.majorFaults
        stallSome += other.stallSome
        stallFull += other.stallFull
        lost += other.lost
        kills += other.kills
    }
}
