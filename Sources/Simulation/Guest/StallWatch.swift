import Xen

/// How `ballast-guest` notices that its guest is short of memory: the kernel tells it of a stall within a window, and
/// its own looks compare two samples.
struct StallWatch: Sendable {
    private var windowStart = 0
    private var stallAtStart = 0
    private var hasFired = false
    private var last = GuestCounters()
    private var looked = 0
    private var lastPressure = -60 * second
    private var lastRequest = -60 * second

    /// The kernel tells of 25 ms of stall in half a second, once in each window.
    private static let trigger = (stall: 25_000, window: second / 2)
    /// Samples, and urgent requests, have at least that much time between them.
    private static let gap = second / 10
    /// The stall that counts when two samples are compared, in thousandths of the time.
    private static let stallLimit = 50

    /// Looks if it is time to.
    ///
    /// - Returns: whether it has looked, and what is short, zero if nothing is.
    mutating func look(_ guest: GuestMemory, at microseconds: Int) -> (hasLooked: Bool, need: Pages) {
        let now = guest.counters
        let isTriggered = watchWindow(now, at: microseconds)
        let isAlert = microseconds - lastPressure < second
        guard isTriggered || microseconds - looked >= (isAlert ? Self.gap : second) else { return (false, .zero) }
        let elapsed = max(1, microseconds - looked)
        let stall = min(1000, (now.stallSome - last.stallSome) * 1000 / elapsed)
        let swappedIn = now.swappedIn - last.swappedIn
        let moved = max(swappedIn, now.refaults - last.refaults) + (now.swappedOut - last.swappedOut)
        last = now
        looked = microseconds
        let thrashes = swappedIn.count * second / elapsed >= 256
        guard isTriggered || stall >= Self.stallLimit || thrashes else { return (true, .zero) }
        lastPressure = microseconds
        guard microseconds - lastRequest >= Self.gap else { return (true, .zero) }
        lastRequest = microseconds
        let missing = max(.zero, guest.size / 20 - guest.available)
        return (true, missing + max(moved, guest.size / 4 * stall / 1000, .mib(1)))
    }

    private mutating func watchWindow(_ now: GuestCounters, at microseconds: Int) -> Bool {
        if microseconds - windowStart >= Self.trigger.window {
            windowStart = microseconds
            stallAtStart = now.stallSome
            hasFired = false
            return false
        }
        guard !hasFired, now.stallSome - stallAtStart > Self.trigger.stall else { return false }
        hasFired = true
        return true
    }
}
