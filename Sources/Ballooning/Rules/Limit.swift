public import Xen

/// What goes with a target: the hypervisor's limit and the populate-on-demand target, by libxl's arithmetic.
public enum Limit {
    /// What a domain may hold at most while `target` is in force.
    ///
    /// - Parameters:
    ///   - target: the value of `memory/target`.
    ///   - videoRAM: the value of `memory/videoram`.
    ///   - offset: what the domain holds beyond its target. Video RAM is part of it once it is measured, so the larger
    ///     of both counts.
    ///   - slack: how far the limit lies above that; libxl takes 1 MiB.
    public static func maximum(target: Pages, videoRAM: Pages, offset: Pages, slack: Pages) -> Pages {
        target + max(videoRAM, offset) + slack
    }

    /// What the populate-on-demand cache aims at: libxl's constant of 1 MiB above the target.
    public static func populateOnDemand(target: Pages) -> Pages {
        target + .mib(1)
    }
}
