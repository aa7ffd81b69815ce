import Seeded

extension SplitMix64 {
    /// Whether something happens that does so in `percent` of all cases.
    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}
