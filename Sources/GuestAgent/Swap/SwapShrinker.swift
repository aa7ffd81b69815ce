import Xen

/// When pages come home from swap, and how many: the selfshrinking of the frontswap seed. Swap use that did not grow for
/// some intervals is shrunk by a part of itself each interval.
///
/// The seed freed the slots with the pages. Userspace can read pages back, but they keep their slots until the device is
/// taken off; so once hardly any page is in swap alone, the devices are released.
struct SwapShrinker {
    private var last = Pages.zero
    private var inertia: Int?
    /// Whether the last pull found nothing that it could read.
    private var isExhausted = false

    /// Swap use has not been looked at yet.
    init() {}

    /// Decides for one interval.
    ///
    /// - Parameter isCalm: whether the guest was short of nothing since the interval before.
    mutating func step(_ sample: MemoryReport, isCalm: Bool, _ settings: GuestSettings) -> ShrinkStep {
        let used = (sample.swapTotal ?? .zero) - (sample.swapFree ?? .zero)
        let current = Pages(ceiling: sample.swapped ?? .zero)
        defer { last = current }
        guard isCalm, used > .zero, current <= last || inertia == nil else {
            inertia = settings.swapInertia
            isExhausted = false
            return .wait
        }
        let left = max(0, (inertia ?? settings.swapInertia) - 1)
        inertia = left
        guard left == 0 else { return .wait }
        let room = Self.room(sample)
        // The last few pages come home with the release itself, and so do those that no process maps: a tmpfs's.
        if isExhausted || current.kib <= Self.rest(of: sample.total), current.kib <= room { return .release }
        let part = current.count <= settings.swapHysteresis ? current : current / settings.swapHysteresis
        let pull = min(part.kib, room)
        return pull > .zero ? .pull(pull) : .wait
    }

    /// Takes note that there was nothing to pull, although there are pages in swap.
    mutating func foundNothing() {
        isExhausted = true
    }

    /// Starts the inertia anew.
    mutating func restart() {
        self = SwapShrinker()
    }

    /// Free memory that may be filled: all but a thirty-second of the memory, which the kernel's own reserves are well
    /// within. What the page cache holds is in use and no room.
    static func room(_ sample: MemoryReport) -> KiB {
        max(.zero, (sample.free ?? .zero) - KiB(sample.total.count / 32))
    }

    /// What a release may read back by itself in a guest of this size.
    private static func rest(of total: KiB) -> KiB {
        KiB(total.count / 64)
    }
}
