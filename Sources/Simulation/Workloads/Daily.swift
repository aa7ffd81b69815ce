import Xen

/// A load that follows the time of day: low at night, a ramp in the morning, high by day, a ramp in the evening.
public struct Daily: Sendable, Hashable {
    /// What is wanted at night.
    public var night: Demand
    /// What the working set and the files grow by until noon.
    public var extra: Demand
    /// How long a day is, in seconds: 86,400, or less to see more of them.
    public var length: Int
    /// By what part of a day this guest is late, from 0 to 1: another time zone, another trade.
    public var shift: Double

    /// Makes a load.
    public init(night: Demand, extra: Demand, length: Int = 86_400, shift: Double = 0) {
        self.night = night
        self.extra = extra
        self.length = max(1, length)
        self.shift = shift
    }

    func demand(at microseconds: Int) -> Demand {
        let days = Double(microseconds) / Double(length * second) - shift
        let hour = (days - days.rounded(.down)) * 24
        let level =
            switch hour {
            case 6..<9: (hour - 6) / 3
            case 9..<17: 1.0
            case 17..<21: (21 - hour) / 4
            default: 0.0
            }
        var demand = night
        demand.hot += Pages(Int(Double(extra.hot.count) * level))
        demand.files += Pages(Int(Double(extra.files.count) * level))
        demand.untouched += Pages(Int(Double(extra.untouched.count) * level))
        return demand
    }
}
