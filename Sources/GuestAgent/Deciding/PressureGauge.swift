import Xen

/// Measures from one sample to the next whether the guest is short of memory, and by how much.
///
/// PSI alone does not do: a guest that faults its set back from compressed swap spends hardly any time in reclaim, and
/// many kernels have no PSI. So pages read back from swap, refaults and major faults count beside it.
struct PressureGauge {
    private var last: (sample: MemoryReport, time: Duration)?

    /// Nothing has been measured yet.
    init() {}

    /// Compares with the sample before; the first one is calm unless the kernel has called.
    ///
    /// - Parameter triggered: whether the kernel told of a stall.
    mutating func measure(_ sample: MemoryReport, at now: Duration, triggered: Bool) -> Pressure {
        guard let last else {
            self.last = (sample, now)
            return Pressure(shortage: triggered ? Self.missing(sample) : nil, stall: triggered ? 1000 : 0)
        }
        let elapsed = (now - last.time).microseconds
        // Rates over less are noise: the counters of the kernel's processors are summed up now and then only.
        guard elapsed >= 10_000 || triggered else { return .calm }
        self.last = (sample, now)
        let change = Change(from: last.sample, to: sample)
        let stall = min(1000, change.stall * 1000 / max(elapsed, 1))
        guard triggered || stall >= Self.stallLimit || change.thrashes(within: elapsed, sample) else {
            return Pressure(shortage: nil, stall: stall)
        }
        // A stalled task waits for pages that were taken from it or that another one has yet to give up: what moved
        // through reclaim is a measure of them, and so is the time itself where the counters do not tell.
        let moved = change.pages.kib
        let waited = KiB(sample.total.count / 4 * stall / 1000)
        return Pressure(shortage: Self.missing(sample) + max(moved, waited, Self.least), stall: stall)
    }

    /// Forgets the sample before, whose counters may be another boot's.
    mutating func restart() {
        last = nil
    }

    /// What is short of a twentieth of the memory being available.
    private static func missing(_ sample: MemoryReport) -> KiB {
        let available = sample.available ?? sample.free ?? sample.total
        return max(.zero, KiB(sample.total.count / 20) - available)
    }

    /// The stall that calls for memory, in thousandths of the time.
    private static let stallLimit = 50
    /// The least that is asked for: less is lost in the balloon driver's own inaccuracy.
    private static let least = KiB(1024)
}

extension PressureGauge {
    /// What happened between two samples.
    private struct Change {
        var stall: Int
        var swappedIn: Int
        var swappedOut: Int
        var refaults: Int
        var majorFaults: Int

        init(from old: MemoryReport, to new: MemoryReport) {
            // Counters run from boot and never fall; one that did is another one's.
            stall = max(0, (new.stallSomeMicroseconds ?? 0) - (old.stallSomeMicroseconds ?? 0))
            swappedIn = max(0, (new.swappedIn?.count ?? 0) - (old.swappedIn?.count ?? 0))
            swappedOut = max(0, (new.swappedOut?.count ?? 0) - (old.swappedOut?.count ?? 0))
            refaults = max(0, (new.refaults ?? 0) - (old.refaults ?? 0))
            majorFaults = max(0, (new.majorFaults ?? 0) - (old.majorFaults ?? 0))
        }

        /// The pages that reclaim took and that were wanted back. A page that refaults from swap counts as both.
        var pages: Pages {
            Pages(max(swappedIn, refaults) + swappedOut)
        }

        /// Whether the working set does not fit, by the faults alone. A program that is started takes major faults as
        /// well, so these count only where little memory is available.
        func thrashes(within elapsed: Int, _ sample: MemoryReport) -> Bool {
            let perSecond = { (count: Int) in count * 1_000_000 / max(elapsed, 1) }
            if perSecond(swappedIn) >= 256 { return true }
            let scarce = (sample.available ?? sample.free ?? sample.total) < KiB(sample.total.count / 8)
            return scarce && (perSecond(majorFaults) >= 100 || perSecond(refaults) >= 512)
        }
    }
}
