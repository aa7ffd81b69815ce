public import Administration
import Xen

/// The limits of a domain as text, for `ballast limits`.
public struct LimitsText {
    /// Draws limits.
    public init() {}

    /// A line for each limit, with where it comes from.
    public func lines(of limits: DomainLimits) -> [ScreenLine] {
        var table = Table([("", .left), ("", .right), ("", .left)])
        table.append(["floor", limits.floor.shortText, limits.floorSource])
        table.append(["goal", limits.goal.shortText, limits.goalSource])
        table.append(["current", limits.current.shortText, "what it holds now"])
        table.append(["ceiling", limits.ceiling.shortText, limits.ceilingSource])
        return [ScreenLine("\(limits.domain)", .title)] + table.lines(width: .max).dropFirst().map { ScreenLine($0) }
    }
}
