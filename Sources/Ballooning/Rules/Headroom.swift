import Xen

/// What measured stall, or an urgent call, puts on top of a domain's need: given at once, taken back slowly, as senpai
/// does it.
struct Headroom: Sendable, Hashable, Codable {
    /// What is on top now.
    private(set) var size = Pages.zero
    /// The last urgent call that was heard or not heard.
    private var lastCall = Instant.distantPast
    /// How many calls may still be heard, in 1,024ths, as of `lastCall`.
    private var credit = 0
    private var hasCalled = false

    /// Grows for a guest that stalls with what it has.
    ///
    /// The guest gets between a fiftieth and a quarter of what it holds, by senpai's law. That is counted from what it
    /// holds and not from what it is about to get, so a guest that waits for its memory does not raise its claim again
    /// and again.
    mutating func grow(
        stall: StallRate,
        threshold: StallRate,
        current: Pages,
        plain: Pages,
        ceiling: Pages
    ) {
        let part = StallFeedback.growth(
            stall: stall.microsecondsPerSecond,
            tolerable: max(1, threshold.microsecondsPerSecond)
        )
        let growth = Pages(Int(Double(current.count) * min(max(part, Self.leastGrowth), Self.mostGrowth)))
        raise(to: current + growth - plain, plain: plain, ceiling: ceiling)
    }

    /// Takes a step back, once per interval without stall: a sixteenth, or a quarter for a guest that has memory to
    /// spare.
    @inline(always)
    mutating func decay(hasSpare: Bool) {
        guard size > .zero else { return }
        size = size - max(Pages(1), size / (hasSpare ? 4 : 16))
    }

    /// Grows for a guest's urgent call unless it is an old one, or one too many.
    ///
    /// - Parameter rate: how many calls are heard in a minute.
    /// - Returns: whether it was heard.
    mutating func hear(_ call: UrgentNeed, rate: Int, current: Pages, plain: Pages, ceiling: Pages) -> Bool {
        guard !hasCalled || call.received > lastCall else { return false }
        let full = max(0, min(rate, Self.mostCalls)) * 1024
        if hasCalled {
            let elapsed = min((call.received - lastCall).count, 60_000)
            credit = min(full, credit + full * Int(elapsed) / 60_000)
        } else {
            credit = full
        }
        lastCall = call.received
        hasCalled = true
        guard call.need > .zero, credit >= 1024 else { return false }
        credit -= 1024
        raise(to: current + min(call.need, ceiling) - plain, plain: plain, ceiling: ceiling)
        return true
    }

    private mutating func raise(to wanted: Pages, plain: Pages, ceiling: Pages) {
        size = max(size, min(wanted, ceiling - plain))
        if size < .zero { size = .zero }
    }

    /// The growth as a part of what the guest holds, at least and at most.
    private static let leastGrowth = 0.02
    private static let mostGrowth = 0.25

    /// More calls in a minute than any guest has reason for.
    private static let mostCalls = 60_000
}
