import Ballooning
import CAllocations
import Glibc
import Xen

/// Times `Balancer.plan` and counts what it allocates, for hosts of 10 to 10,000 domains in each regime.
///
/// A round is what a daemon does once per interval: the clock goes on, every guest has a new report, and the plan is
/// made into the storage of the last one. The median of the runs counts; a run has as many rounds as make it last some
/// ten milliseconds.

struct Result {
    var nanosecondsPerDomain: Double
    var allocationsPerRound: Int
}

func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// What reading the clock itself takes.
let clockCost: UInt64 = {
    var least = UInt64.max
    for _ in 0..<1000 {
        let start = now()
        least = min(least, now() - start)
    }
    return least
}()

/// Lets an interval pass.
func tick(_ snapshot: inout HostSnapshot) {
    snapshot.now = snapshot.now + .seconds(5)
    for index in snapshot.domains.indices {
        snapshot.domains[index].reportReceived = snapshot.now
        snapshot.domains[index].report?.sequence &+= 1
    }
}

/// Lets every guest follow what the plan writes, at once.
func follow(_ plan: Plan, _ snapshot: inout HostSnapshot) {
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

func measure(_ regime: Regime, domains count: Int) -> Result {
    var snapshot = regime.host(of: count)
    let settings = Settings()
    var balancer = Balancer()
    var plan = Plan()
    // A host comes to rest first, unless the regime is one in which it does not.
    for _ in 0..<60 {
        tick(&snapshot)
        balancer.plan(snapshot, settings: settings, into: &plan)
        if regime != .squeeze { follow(plan, &snapshot) }
    }
    let rounds = max(4, 100_000 / count)
    var times: [Double] = []
    var allocations = 0
    for _ in 0..<15 {
        var spent: UInt64 = 0
        for _ in 0..<rounds {
            tick(&snapshot)
            let before = allocations_count()
            let start = now()
            balancer.plan(snapshot, settings: settings, into: &plan)
            spent += max(clockCost, now() - start) - clockCost
            allocations = max(allocations, Int(allocations_count() - before))
        }
        times.append(Double(spent) / Double(rounds * count))
    }
    times.sort()
    return Result(nanosecondsPerDomain: times[times.count / 2], allocationsPerRound: allocations)
}

func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

print(
    "| domains | " + Regime.allCases.map { "\($0.rawValue), ns a domain" }.joined(separator: " | ")
        + " | allocations a round |"
)
print("|---:|" + Regime.allCases.map { _ in "---:|" }.joined() + "---:|")
for count in [10, 100, 1_000, 10_000] {
    let results = Regime.allCases.map { measure($0, domains: count) }
    let cells = results.map { result in
        padded("\(Int(result.nanosecondsPerDomain.rounded()))", 4)
    }
    print("| \(count) | \(cells.joined(separator: " | ")) | \(results.map(\.allocationsPerRound).max() ?? 0) |")
}
