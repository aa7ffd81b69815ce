/// What a guest says of its own memory: one node, one write.
///
/// Everything but the sequence number and the total may be absent, since kernels differ: no PSI before Linux 4.20, no
/// swap, no balloon driver. A reader takes none of it on trust.
public struct MemoryReport: Sendable, Hashable {
    /// Differs from that of the report before, so that a report with the same figures is seen to be a new one.
    public var sequence: Int
    /// The memory that the guest's kernel manages.
    public var total: KiB
    /// Memory in no use at all.
    public var free: KiB?
    /// What programs could take without swapping, by the kernel's own estimate.
    public var available: KiB?
    /// What programs have been promised, the seed's measure of a guest's need.
    public var committed: KiB?
    /// The page cache.
    public var cached: KiB?
    /// The size of all swap devices.
    public var swapTotal: KiB?
    /// What of the swap devices is in no use.
    public var swapFree: KiB?
    /// Pages that are in memory and keep their slot in swap.
    public var swapCached: KiB?
    /// Microseconds in which some task waited for memory, since the guest's boot.
    public var stallSomeMicroseconds: Int?
    /// Microseconds in which all tasks waited for memory, since the guest's boot.
    public var stallFullMicroseconds: Int?
    /// Pages read back from swap since the guest's boot.
    public var swappedIn: Pages?
    /// Pages written to swap since the guest's boot.
    public var swappedOut: Pages?
    /// Faults on pages that had been reclaimed only lately, since the guest's boot.
    public var refaults: Int?
    /// Faults that had to wait for a device, since the guest's boot.
    public var majorFaults: Int?
    /// What the balloon driver holds; nil where there is no balloon driver.
    public var balloon: KiB?
    /// What the balloon driver believes the domain to hold.
    public var balloonCurrent: KiB?
    /// What the balloon driver works towards.
    public var balloonTarget: KiB?
    /// What of the swapped pages lies compressed in the guest's own memory.
    public var frontswap: KiB?
    /// What the guest does about its swapped pages.
    public var pullBack: SwapPullBack?

    /// Makes a report in which all that may be absent is.
    public init(sequence: Int, total: KiB) {
        self.sequence = sequence
        self.total = total
    }

    /// The pages that are in swap and nowhere else: those that a guest has to wait for.
    public var swapped: KiB? {
        guard let swapTotal, let swapFree else { return nil }
        return max(.zero, swapTotal - swapFree - (swapCached ?? .zero))
    }
}

extension MemoryReport {
    /// The keys in the order in which they are written, the ones that can best be done without last.
    static let keys: [ReportKey] = [
        .sequence, .total, .free, .available, .committed, .cached, .swapTotal, .swapFree, .swapCached, .stallSome,
        .stallFull, .swappedIn, .refaults, .majorFaults, .balloon, .pullBack, .balloonTarget, .swappedOut,
        .balloonCurrent, .frontswap,
    ]

    /// The bare number of a key, nil where it is absent.
    package subscript(key: ReportKey) -> Int? {
        get {
            switch key {
            case .version: ReportFormat.version
            case .sequence: sequence
            case .need, .interval, .selfShrinking, .swapHysteresis, .swapInertia: nil
            case .total: total.count
            case .free: free?.count
            case .available: available?.count
            case .committed: committed?.count
            case .cached: cached?.count
            case .swapTotal: swapTotal?.count
            case .swapFree: swapFree?.count
            case .swapCached: swapCached?.count
            case .stallSome: stallSomeMicroseconds
            case .stallFull: stallFullMicroseconds
            case .swappedIn: swappedIn?.count
            case .swappedOut: swappedOut?.count
            case .refaults: refaults
            case .majorFaults: majorFaults
            case .balloon: balloon?.count
            case .balloonCurrent: balloonCurrent?.count
            case .balloonTarget: balloonTarget?.count
            case .frontswap: frontswap?.count
            case .pullBack: pullBack?.rawValue
            }
        }
        set {
            switch key {
            case .version, .need, .interval, .selfShrinking, .swapHysteresis, .swapInertia: break
            case .sequence: sequence = newValue ?? 0
            case .total: total = newValue.map { KiB($0) } ?? .zero
            case .free: free = newValue.map { KiB($0) }
            case .available: available = newValue.map { KiB($0) }
            case .committed: committed = newValue.map { KiB($0) }
            case .cached: cached = newValue.map { KiB($0) }
            case .swapTotal: swapTotal = newValue.map { KiB($0) }
            case .swapFree: swapFree = newValue.map { KiB($0) }
            case .swapCached: swapCached = newValue.map { KiB($0) }
            case .stallSome: stallSomeMicroseconds = newValue
            case .stallFull: stallFullMicroseconds = newValue
            case .swappedIn: swappedIn = newValue.map { Pages($0) }
            case .swappedOut: swappedOut = newValue.map { Pages($0) }
            case .refaults: refaults = newValue
            case .majorFaults: majorFaults = newValue
            case .balloon: balloon = newValue.map { KiB($0) }
            case .balloonCurrent: balloonCurrent = newValue.map { KiB($0) }
            case .balloonTarget: balloonTarget = newValue.map { KiB($0) }
            case .frontswap: frontswap = newValue.map { KiB($0) }
            case .pullBack: pullBack = newValue.flatMap { SwapPullBack(rawValue: $0) }
            }
        }
    }
}
