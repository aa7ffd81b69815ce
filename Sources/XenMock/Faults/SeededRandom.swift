import Seeded

/// The draws behind faults: their whole run follows from the seed.
struct SeededRandom: RandomNumberGenerator {
    private var random: SplitMix64

    init(_ seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> UInt64 { random.next() }

    /// Whether something happens that has this chance. A chance of 0 draws nothing.
    mutating func happens(_ chance: Double) -> Bool {
        chance > 0 && Double.random(in: 0..<1, using: &self) < chance
    }
}
