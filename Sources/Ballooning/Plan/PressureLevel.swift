/// How short the host is of free memory.
public enum PressureLevel: UInt8, Sendable, Hashable, Codable, Comparable, CaseIterable {
    /// The reserve is there.
    case none
    /// The reserve is being eaten: pools are called back.
    case soft
    /// A third of the reserve is left.
    case hard
    /// Next to nothing is left.
    case critical

    /// Whether `lhs` is less short than `rhs`.
    public static func < (lhs: PressureLevel, rhs: PressureLevel) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension PressureLevel: CustomStringConvertible {
    /// The word that the status shows.
    public var description: String {
        switch self {
        case .none: "none"
        case .soft: "soft"
        case .hard: "hard"
        case .critical: "critical"
        }
    }
}
