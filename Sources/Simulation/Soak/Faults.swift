import Seeded
import Xen

/// What goes wrong between a decision and its being carried out.
public struct Faults: Sendable {
    /// How often a write fails: a transaction that met others for too long, a dropped connection, a refused hypercall.
    public var failure = 0.0
    /// How often the domain is gone by the time of its write, and its domid perhaps another's.
    public var vanishing = 0.0
    /// How often the connection drops in a round, so that nothing after that write is carried out.
    public var disconnection = 0.0

    private var random: SplitMix64

    /// Makes faults that never happen; set how often they do.
    public init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// What befalls the next write.
    mutating func next() -> Fault? {
        if random.happens(disconnection) { return .disconnected }
        if random.happens(failure) { return .failed }
        if random.happens(vanishing) { return random.happens(0.5) ? .vanished : .rebooted }
        return nil
    }

    /// One fault.
    enum Fault {
        case disconnected
        case failed
        case vanished
        case rebooted
    }
}
