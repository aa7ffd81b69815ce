/// The machine's memory as the hypervisor counts it: the answer of `xc_physinfo`, in our units.
public struct HostMemory: Sendable, Hashable, Codable {
    /// All memory that Xen manages.
    public var total: Pages
    /// Pages that belong to nobody and can be handed out now.
    public var free: Pages
    /// Pages that belong to nobody but are still being wiped.
    public var scrubbing: Pages
    /// Free pages that are spoken for by claims of domains under construction.
    public var claimed: Pages

    /// Makes a reading.
    public init(total: Pages, free: Pages, scrubbing: Pages = .zero, claimed: Pages = .zero) {
        self.total = total
        self.free = free
        self.scrubbing = scrubbing
        self.claimed = claimed
    }
}
