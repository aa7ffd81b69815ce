public import Xen

/// The five sizes that a toolstack may set for a domain, and what makes them a possible set: the rule of the XAPI
/// toolstack.
public struct MemoryRange: Sendable, Hashable {
    /// The least that the guest was built to run with.
    public var staticMinimum: Pages
    /// The least that it is driven to.
    public var dynamicMinimum: Pages
    /// What it is to hold.
    public var target: Pages
    /// The most that it is raised to.
    public var dynamicMaximum: Pages
    /// The most that it was built for.
    public var staticMaximum: Pages

    /// Makes a set of sizes.
    public init(
        staticMinimum: Pages,
        dynamicMinimum: Pages,
        target: Pages,
        dynamicMaximum: Pages,
        staticMaximum: Pages
    ) {
        self.staticMinimum = staticMinimum
        self.dynamicMinimum = dynamicMinimum
        self.target = target
        self.dynamicMaximum = dynamicMaximum
        self.staticMaximum = staticMaximum
    }

    /// Whether each size is at most the next.
    public var isValid: Bool {
        staticMinimum <= dynamicMinimum && dynamicMinimum <= target && target <= dynamicMaximum
            && dynamicMaximum <= staticMaximum
    }

    /// Whether the domain has no room to move.
    public var isPinned: Bool {
        dynamicMinimum == target && target == dynamicMaximum
    }

    /// Whether it has no room to move and all that it was built for.
    public var isPinnedAtStaticMaximum: Bool {
        isPinned && target == staticMaximum
    }

    /// A set that is possible whatever this one is: all of what the domain was built for.
    public var safe: MemoryRange {
        MemoryRange(
            staticMinimum: min(staticMinimum, staticMaximum),
            dynamicMinimum: staticMaximum,
            target: staticMaximum,
            dynamicMaximum: staticMaximum,
            staticMaximum: staticMaximum
        )
    }
}
