/// The generator behind every random choice of a simulation and of a test: SplitMix64 (Steele, Lea and Flood, 2014),
/// which is small, fast and gives the same numbers on every machine, so that a seed replays a run exactly.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator whose numbers depend on `seed` only.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A whole number from 0 up to and without `bound`, which must be positive.
    public mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 1) % bound
    }

    /// Whether an event of the probability `chance` happens now.
    public mutating func happens(_ chance: Double) -> Bool {
        Self.fraction(next()) < chance
    }

    /// A number from 0 up to and without 1 that depends on `seed` and `index` only: a random function of time for
    /// workloads, which are asked about the past and the future in any order.
    public static func fraction(seed: UInt64, index: Int) -> Double {
        fraction(mix(seed &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15))
    }

    private static func fraction(_ bits: UInt64) -> Double {
        Double(bits >> 11) * 0x1p-53
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
