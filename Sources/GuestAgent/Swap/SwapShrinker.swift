import Xen

/// When pages come home from swap, and how many: the selfshrinking of the frontswap seed. Swap use that did not grow for
/// some intervals is shrunk by a part of itself each interval.
///
/// The seed freed the slots with the pages. Userspace can read pages back, but they keep their slots until the device is
/// taken off; so once hardly any page is in swap alone, the devices are released.
struct SwapShrinker {
    private var last = Pages.zero
    private var inertia: Int?
    /// Since when the guest has been short of nothing and has used no more swap than before.
    private var calmSince: Duration?
    /// Whether the last pull found nothing that it could read.
    private var isExhausted = false

    /// Swap use has not been looked at yet.
    init() {}

    /// Decides for one interval.
    ///
    /// - Parameters:
    ///   - isCalm: whether the guest was short of nothing since the interval before.
    ///   - now: the time since an arbitrary moment that does not change.
    mutating func step(
        _ sample: MemoryReport,
        isCalm: Bool,
        at now: Duration,
        _ settings: GuestSettings
    ) -> ShrinkStep {
        let used = (sample.swapTotal ?? .zero) - (sample.swapFree ?? .zero)
        let current = Pages(ceiling: sample.swapped ?? .zero)
        defer { last = current }
        guard isCalm, used > .zero, current <= last || inertia == nil else {
            inertia = settings.swapInertia
            calmSince = now
            isExhausted = false
            return .wait
        }
        let start = calmSince ?? now
        calmSince = start
        let left = max(0, (inertia ?? settings.swapInertia) - 1)
        inertia = left
        guard left == 0 else { return .wait }
        // The last few pages come home with the release itself, and so do those that no process maps: a tmpfs's.
        if isExhausted || current.kib <= Self.rest(of: sample.total) {
            if now - start >= Self.releaseCalm, Self.canRelease(current.kib, sample) { return .release }
            if isExhausted { return .wait }
        }
        let part = current.count <= settings.swapHysteresis ? current : current / settings.swapHysteresis
        let pull = min(part.kib, Self.room(sample))
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

    /// How long the guest must have been calm before a release: who was short a moment ago may be so again.
    private static let releaseCalm = Duration.seconds(60)

    /// Whether so much fits into free memory, with a quarter of the memory to spare. While a device is emptied the guest
    /// has no swap: if its programs want more than there is, the kernel ends one of them.
    private static func canRelease(_ amount: KiB, _ sample: MemoryReport) -> Bool {
        guard amount <= room(sample), let available = sample.available ?? sample.free else { return false }
        return available - amount >= KiB(sample.total.count / 4)
    }

    /// What a release may read back by itself in a guest of this size.
    private static func rest(of total: KiB) -> KiB {
        KiB(total.count / 64)
    }
}
