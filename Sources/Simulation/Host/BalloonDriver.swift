public import Xen

/// A guest's balloon driver, named after the fault that it has.
public struct BalloonDriver: Sendable, Hashable {
    /// The faults, all of them seen on real hosts.
    public enum Kind: Sendable, Hashable {
        /// Follows its target.
        case ideal
        /// Follows at a twentieth of the speed.
        case slow
        /// Follows in every second period of that many milliseconds only.
        case intermittent(milliseconds: Int)
        /// Never goes below that size.
        case floor(Pages)
        /// Never goes above that size.
        case ceiling(Pages)
        /// Does not move.
        case stuck
        /// Does not move, and its guest reports what the target asks for.
        case lying
        /// There is no driver.
        case none
        /// Starts that many milliseconds after its guest, which until then believes to have its static maximum while
        /// it holds less: populate on demand.
        case populateOnDemand(startMilliseconds: Int)
    }

    /// The fault.
    public var kind: Kind
    /// How many pages it moves in a second.
    public var pagesPerSecond: Int
    /// What a settled domain holds beyond its target: ROMs, video RAM, a shim.
    public var offset: Pages

    /// Makes a driver. Without a fault Linux moves some 800 MiB a second on a machine of today.
    public init(_ kind: Kind = .ideal, pagesPerSecond: Int = 200_000, offset: Pages = .zero) {
        self.kind = kind
        self.pagesPerSecond = pagesPerSecond
        self.offset = offset
    }

    /// How far the driver moves in a step, negative where it shrinks its guest.
    ///
    /// - Parameters:
    ///   - held: what the domain holds.
    ///   - target: what memory/target asks for.
    ///   - age: the time since the guest started, in microseconds.
    ///   - microseconds: the length of the step.
    func movement(held: Pages, target: Pages, age: Int, microseconds: Int) -> Pages {
        var goal = target + offset
        var speed = pagesPerSecond
        switch kind {
        case .ideal: break
        case .slow: speed /= 20
        case .intermittent(let milliseconds):
            if age / max(1, milliseconds * 1000) % 2 == 1 { return .zero }
        case .floor(let limit): goal = max(goal, min(limit, held))
        case .ceiling(let limit): goal = min(goal, max(limit, held))
        case .stuck, .lying, .none: return .zero
        case .populateOnDemand(let start):
            if age < start * 1000 { return .zero }
        }
        let step = Pages(max(1, speed * microseconds / second))
        return (goal - held).clamped(to: (.zero - step)...step)
    }
}
