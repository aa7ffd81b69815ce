/// What the hypervisor says of one domain: a row of `xc_domain_getinfolist`, in our units.
public struct DomainInfo: Sendable, Hashable, Codable {
    /// The domid of the row.
    public var id: DomainID
    /// The domain's identity over its lifetimes.
    public var uuid: DomainUUID
    /// What state and type the domain is in.
    public var flags: Flags
    /// The pages that the domain holds now.
    public var current: Pages
    /// The pages that the domain may hold at most, `maxmem` in xl's words.
    public var maximum: Pages
    /// The pages that were claimed for the domain while it is built and that it has not taken yet.
    public var claimed: Pages

    /// Makes a row.
    public init(
        id: DomainID,
        uuid: DomainUUID,
        flags: Flags = .running,
        current: Pages,
        maximum: Pages,
        claimed: Pages = .zero
    ) {
        self.id = id
        self.uuid = uuid
        self.flags = flags
        self.current = current
        self.maximum = maximum
        self.claimed = claimed
    }

    /// The bits of `XEN_DOMINF_*` (public/domctl.h) that matter to a balancer, with Xen's own values.
    public struct Flags: OptionSet, Sendable, Hashable, Codable {
        /// The bits.
        public var rawValue: UInt32

        /// Makes a set of bits.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// The domain is being torn down.
        public static var dying: Flags { Flags(rawValue: 1 << 0) }
        /// The domain has hardware page tables: HVM or PVH, not PV. Only such a domain has populate-on-demand.
        public static var hardwareAssisted: Flags { Flags(rawValue: 1 << 1) }
        /// The domain has stopped by itself: power-off, reboot, suspend or crash.
        public static var shutdown: Flags { Flags(rawValue: 1 << 2) }
        /// The domain is paused by the toolstack.
        public static var paused: Flags { Flags(rawValue: 1 << 3) }
        /// Every virtual processor of the domain waits for an event.
        public static var blocked: Flags { Flags(rawValue: 1 << 4) }
        /// A virtual processor of the domain runs.
        public static var running: Flags { Flags(rawValue: 1 << 5) }
        /// The domain is a xenstore stub domain: it serves all others and is never ballooned.
        public static var storeDomain: Flags { Flags(rawValue: 1 << 7) }
    }
}
