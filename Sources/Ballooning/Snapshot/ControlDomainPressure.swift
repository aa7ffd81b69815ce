public import Xen

/// How dom0 itself is doing, measured where the agent runs.
public struct ControlDomainPressure: Sendable, Hashable, Codable {
    /// How much of the last window dom0's tasks waited for memory (PSI memory "some").
    public var stall: StallRate
    /// dom0's MemAvailable, nil where it is not known.
    public var available: Pages?
    /// dom0's MemTotal, nil where it is not known.
    public var total: Pages?

    /// Makes a reading; what is left out shows no pressure.
    public init(stall: StallRate = .none, available: Pages? = nil, total: Pages? = nil) {
        self.stall = stall
        self.available = available
        self.total = total
    }

    /// Nothing is known to be short.
    public static let none = ControlDomainPressure()
}
