import Ballooning
import Xen

/// A host in one regime and the balancer that looks after it.
struct Bench {
    private var snapshot: HostSnapshot
    private let settings = Settings()
    private var balancer = Balancer()
    private var plan = Plan()

    /// Makes the host and lets it come to rest, unless the regime is one in which it does not.
    init(_ regime: Regime, domains count: Int) {
        snapshot = regime.host(of: count)
        for _ in 0..<60 {
            tick()
            decide()
            if regime != .squeeze { follow() }
        }
    }

    /// Lets an interval pass, in which every guest reports.
    mutating func tick() {
        snapshot.now = snapshot.now + .seconds(5)
        for index in snapshot.domains.indices {
            snapshot.domains[index].reportReceived = snapshot.now
            snapshot.domains[index].report?.sequence &+= 1
        }
    }

    /// Makes a plan into the storage of the last one.
    mutating func decide() {
        balancer.plan(snapshot, settings: settings, into: &plan)
    }

    /// Lets every guest follow what the plan writes, at once.
    private mutating func follow() {
        for write in plan.writes {
            let index = Int(write.domain.rawValue) - 1
            if let maximum = write.maximum { snapshot.domains[index].info.maximum = Pages(flooring: maximum) }
            guard let target = write.target else { continue }
            let change = target - snapshot.domains[index].info.current
            snapshot.memory.free = snapshot.memory.free - change
            snapshot.domains[index].target = target
            snapshot.domains[index].info.current = target
        }
    }
}
