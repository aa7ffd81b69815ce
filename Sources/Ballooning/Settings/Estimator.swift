/// How a guest's need is read from its report.
public enum Estimator: String, Sendable, Hashable, Codable, CaseIterable {
    /// Committed_AS, what the guest's programs were promised: the selfballoon driver's measure.
    case committed
    /// `total − available`, what the guest has in use and could not drop.
    case used
}
