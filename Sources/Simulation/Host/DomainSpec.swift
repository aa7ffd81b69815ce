public import Xen

/// What a toolstack knows of a domain before it starts it, and what the simulation has to know of the guest inside.
public struct DomainSpec: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its identity, which it keeps over a reboot.
    public var uuid: DomainUUID
    /// Whether it has hardware page tables: HVM and PVH have, PV has not.
    public var hardwareAssisted = false
    /// `memory/static-max`: the most it can ever hold.
    public var staticMaximum: Pages
    /// `memory/dynamic-min`, where the administrator gave one.
    public var dynamicMinimum: Pages?
    /// `memory/dynamic-max`, where the administrator gave one.
    public var dynamicMaximum: Pages?
    /// What it starts with.
    public var start: Pages
    /// Its weight when memory is divided.
    public var weight = 100
    /// Its balloon driver.
    public var driver = BalloonDriver()
    /// Where the guest swaps to.
    public var swap: SwapDevice
    /// How many tasks the guest's workload has.
    public var tasks = 4
    /// What its kernel and daemons hold for good.
    public var kernel: Pages
    /// What runs in it.
    public var workload: Workload
    /// How it reports.
    public var reporter = GuestReporter.Kind.ballast

    /// Makes a PV domain with an ideal balloon driver that reports in Ballast's own format.
    public init(
        name: String,
        uuid: DomainUUID,
        staticMaximum: Pages,
        start: Pages,
        swap: SwapDevice,
        kernel: Pages = .mib(40),
        workload: Workload
    ) {
        self.name = name
        self.uuid = uuid
        self.staticMaximum = staticMaximum
        self.start = start
        self.swap = swap
        self.kernel = kernel
        self.workload = workload
    }

    /// What the guest's kernel takes before it counts its MemTotal: the page structures of its static maximum, which
    /// are 64 bytes for each page, and its own image.
    public var hidden: Pages {
        staticMaximum / 64 + .mib(8)
    }
}
