import Xen

/// What runs in a guest: a demand as a pure function of time, so that a clairvoyant policy can ask about the future.
public enum Workload: Sendable, Hashable {
    /// The same at all times.
    case steady(Demand)
    /// A working set that rises at random moments and falls again.
    case bursts(Bursts)
    /// A load that wanders from guest to guest; one has it at a time.
    case rotation(Rotation)
    /// A load that follows the time of day.
    case daily(Daily)
    /// A start with a peak, then a steady load.
    case boot(Boot)
    /// A process that takes more and more and never touches it again.
    case leak(Leak)
    /// A process that fills its memory once and then sits there.
    case hoarder(Hoarder)
    /// What was measured elsewhere.
    case trace(RecordedTrace)

    /// What is wanted at a moment.
    ///
    /// - Parameters:
    ///   - microseconds: the time since the host started.
    ///   - age: the time since the guest started, in microseconds.
    public func demand(at microseconds: Int, age: Int) -> Demand {
        switch self {
        case .steady(let demand): demand
        case .bursts(let bursts): bursts.demand(at: microseconds)
        case .rotation(let rotation): rotation.demand(at: microseconds)
        case .daily(let daily): daily.demand(at: microseconds)
        case .boot(let boot): boot.demand(age: age)
        case .leak(let leak): leak.demand(age: age)
        case .hoarder(let hoarder): hoarder.demand(age: age)
        case .trace(let trace): trace.demand(age: age)
        }
    }
}

/// One second of virtual time in microseconds.
let second = 1_000_000
