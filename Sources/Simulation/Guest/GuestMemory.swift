public import Xen

/// The memory of one Linux guest, in sets of pages that behave alike: the working set, what is cold, the page cache and
/// the swap. It is no emulation of a kernel; it is the least that makes shrinking a guest cost what it costs in truth.
///
/// Every page is counted once: `kernel + hot + cold + files + stale + compressed + free = size`.
public struct GuestMemory: Sendable {
    /// Pages of the kernel and of daemons that are never reclaimed.
    public let kernel: Pages
    /// Free pages that the kernel's background reclaim tries to keep: its high watermark.
    public let watermark: Pages
    /// How many tasks the workload has.
    public let tasks: Int
    /// Where it swaps to.
    public let swap: SwapDevice

    /// What the guest has in all: its MemTotal.
    public internal(set) var size: Pages
    /// Resident pages of the working set.
    public internal(set) var hot = Pages.zero
    /// Pages of the working set that are in swap.
    public internal(set) var swappedHot = Pages.zero
    /// Resident anonymous pages outside the working set.
    public internal(set) var cold = Pages.zero
    /// Anonymous pages outside the working set that are in swap.
    public internal(set) var swappedCold = Pages.zero
    /// Cached file pages that are read again and again.
    public internal(set) var files = Pages.zero
    /// Such file pages that were evicted: reading them again is a refault.
    public internal(set) var evictedFiles = Pages.zero
    /// Cached file pages that nobody reads again.
    public internal(set) var stale = Pages.zero
    /// What the workload has committed.
    public internal(set) var committed = Pages.zero
    /// The counters.
    public internal(set) var counters = GuestCounters()

    /// Microseconds until a killed process is back.
    var outage = 0
    /// Pages that may still go to swap in this step.
    var swapBudget = 0
    /// Cold pages that are touched sooner or later, in fractions of a page.
    var coldTouchesDue = 0.0
    /// Task-microseconds of waiting in this step.
    var waited = 0

    /// Makes a freshly booted guest.
    ///
    /// - Parameters:
    ///   - size: its MemTotal.
    ///   - kernel: what its kernel and daemons hold for good.
    ///   - swap: its swap.
    ///   - tasks: how many tasks its workload has.
    public init(size: Pages, kernel: Pages, swap: SwapDevice, tasks: Int = 4) {
        self.size = size
        self.kernel = kernel
        self.swap = swap
        self.tasks = max(1, tasks)
        // Linux grows its watermarks with the square root of memory; a hundredth is close enough between 128 MiB and
        // 16 GiB.
        watermark = max(Pages.mib(2), size / 100)
    }

    /// All pages in swap.
    public var swapped: Pages {
        swappedHot + swappedCold
    }

    /// Pages that hold compressed swap.
    public var compressed: Pages {
        swap.footprint(of: swapped)
    }

    /// Pages in use, the page cache included.
    public var used: Pages {
        kernel + hot + cold + files + stale + compressed
    }

    /// Pages that hold nothing.
    public var free: Pages {
        size - used
    }

    /// What the kernel thinks could be had without swapping: MemAvailable. It believes in half of a cache that is
    /// smaller than twice the watermark and in all above, as the kernel's own estimate does.
    public var available: Pages {
        let cache = files + stale
        return max(.zero, max(.zero, free - watermark) + cache - min(cache / 2, watermark))
    }

    /// The pages that the kernel leaves to nobody but itself: its low watermark.
    var minimum: Pages {
        watermark / 4
    }

    /// The part of a demand's working set that is in memory, as pages.
    public func residentWorkingSet() -> Pages {
        hot + files
    }

    /// Adds pages that the balloon gave back.
    public mutating func receive(_ pages: Pages) {
        size += pages
    }

    /// Gives pages to the balloon: free ones first, then what can be reclaimed now. A balloon driver asks politely:
    /// nothing is killed for it, and while cold pages wait for a slow swap device it waits with them.
    ///
    /// - Returns: how many pages there were to give.
    public mutating func surrender(_ wanted: Pages) -> Pages {
        let easy = min(wanted, max(.zero, free - minimum))
        let given = easy + (easy < wanted ? reclaim(wanted - easy, isPatient: true) : .zero)
        size -= given
        return given
    }
}
