import Ballooning
import CAllocations
import Glibc
import Xen

/// Times `Balancer.plan` and counts what it allocates, for hosts of 10 to 10,000 domains in each regime.
///
/// A round is what a daemon does once per interval: the clock goes on, every guest has a new report, and the plan is
/// made into the storage of the last one. A run has as many rounds as make it last some ten milliseconds; the fastest
/// of the runs counts, for whatever else the machine does only ever adds.

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

func measure(_ regime: Regime, domains count: Int) -> Result {
    var bench = Bench(regime, domains: count)
    let rounds = max(4, 100_000 / count)
    var least = UInt64.max
    var allocations = 0
    for _ in 0..<25 {
        var spent: UInt64 = 0
        for _ in 0..<rounds {
            bench.tick()
            let before = allocations_count()
            let start = now()
            bench.decide()
            spent += max(clockCost, now() - start) - clockCost
            allocations = max(allocations, Int(allocations_count() - before))
        }
        least = min(least, spent)
    }
    return Result(nanosecondsPerDomain: Double(least) / Double(rounds * count), allocationsPerRound: allocations)
}

/// The most blocks of memory that one of ten rounds asks for.
func mostAllocations(_ regime: Regime, domains count: Int) -> Int {
    var bench = Bench(regime, domains: count)
    var most: UInt64 = 0
    for _ in 0..<10 {
        bench.tick()
        let before = allocations_count()
        bench.decide()
        most = max(most, allocations_count() - before)
    }
    return Int(most)
}

func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

// `PlanBenchmark tight 1000 200` runs so many rounds of one host and prints nothing: something for a profiler.
if CommandLine.arguments.count == 4, let regime = Regime(rawValue: CommandLine.arguments[1]),
    let count = Int(CommandLine.arguments[2]), let rounds = Int(CommandLine.arguments[3])
{
    var bench = Bench(regime, domains: count)
    for _ in 0..<rounds {
        bench.tick()
        bench.decide()
    }
    exit(0)
}

// `PlanBenchmark --check` counts and times nothing: whether a round of a host takes memory for each of its domains.
if CommandLine.arguments.dropFirst() == ["--check"] {
    var failed = false
    for regime in Regime.allCases {
        let count = mostAllocations(regime, domains: 1_000)
        let isFine = count <= 10
        let verdict = isFine ? "ok" : "not ok"
        print("\(verdict) - a round of 1,000 domains in \(regime.rawValue) takes \(count) blocks of memory")
        if !isFine { failed = true }
    }
    exit(failed ? 1 : 0)
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
