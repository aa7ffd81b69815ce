public import Xen

/// What a guest says of its own memory. It is untrusted: ``isPlausible(largest:)`` decides whether it counts.
///
/// The sizes are those of `/proc/meminfo`, the counters those of `/proc/vmstat` and `/proc/pressure/memory` since the
/// guest's boot. A source that does not know a value leaves it nil.
public struct GuestReport: Sendable, Hashable, Codable {
    /// Where the report comes from.
    public var source: Source
    /// Counts the reports of one guest agent; a smaller one than before means that the agent was started anew.
    public var sequence: UInt32
    /// MemTotal: the memory that the guest's kernel manages now, without what its balloon holds.
    public var total: Pages
    /// What the guest's balloon driver believes the domain to hold, at the moment of ``total``.
    @Compact public var held: Pages?
    /// MemFree.
    public var free: Pages
    /// MemAvailable: what could be handed to a new program without swapping.
    @Compact public var available: Pages?
    /// Committed_AS: what the programs of the guest were promised.
    @Compact public var committed: Pages?
    /// Cached.
    @Compact public var cached: Pages?
    /// SwapTotal, nil where the source says nothing of swap.
    @Compact public var swapTotal: Pages?
    /// SwapFree.
    @Compact public var swapFree: Pages?
    /// PSI memory "some": microseconds in which at least one task waited for memory.
    @Compact public var stallSome: UInt64?
    /// PSI memory "full": microseconds in which every task waited for memory.
    @Compact public var stallFull: UInt64?
    /// pswpin: pages read back from swap.
    @Compact public var swapIns: UInt64?
    /// workingset_refault_*: pages that were evicted and wanted again.
    @Compact public var refaults: UInt64?
    /// pgmajfault: faults that had to wait for a device.
    @Compact public var majorFaults: UInt64?

    /// Makes a report; what is left out is not known.
    public init(
        source: Source = .ballast,
        sequence: UInt32 = 0,
        total: Pages,
        held: Pages? = nil,
        free: Pages,
        available: Pages? = nil,
        committed: Pages? = nil,
        cached: Pages? = nil,
        swapTotal: Pages? = nil,
        swapFree: Pages? = nil,
        stallSome: UInt64? = nil,
        stallFull: UInt64? = nil,
        swapIns: UInt64? = nil,
        refaults: UInt64? = nil,
        majorFaults: UInt64? = nil
    ) {
        self.source = source
        self.sequence = sequence
        self.total = total
        self.held = held
        self.free = free
        self.available = available
        self.committed = committed
        self.cached = cached
        self.swapTotal = swapTotal
        self.swapFree = swapFree
        self.stallSome = stallSome
        self.stallFull = stallFull
        self.swapIns = swapIns
        self.refaults = refaults
        self.majorFaults = majorFaults
    }

    /// Stands where there is no report.
    static let nothing = GuestReport(total: .zero, free: .zero)

    /// The formats in which guests report.
    public enum Source: UInt8, Sendable, Hashable, Codable {
        /// Ballast's own guest agent, `data/ballast/report`.
        case ballast
        /// The Qubes meminfo writer, `memory/meminfo`: used memory only, so that `total − free` is what it wrote.
        case qubes
        /// The XAPI guest tools, `data/meminfo_free` and `data/meminfo_total`.
        case xapi
    }
}
