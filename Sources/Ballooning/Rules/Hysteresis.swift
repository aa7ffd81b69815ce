public import Xen

/// The approach to a goal in steps, by the rule of the selfballoon driver: down slowly, up fast.
public enum Hysteresis {
    /// The next size on the way from `current` to `goal`, in whole pages, rounded towards `current` as C divides.
    ///
    /// - Parameters:
    ///   - down: the part of the way down is one over this; less than 1 counts as 1.
    ///   - up: the same for the way up.
    public static func step(from current: Pages, to goal: Pages, down: Int, up: Int) -> Pages {
        if current > goal { return current - (current - goal) / max(1, down) }
        return current + (goal - current) / max(1, up)
    }
}
