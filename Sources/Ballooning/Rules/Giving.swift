import Xen

/// What a domain has given to those that stall, when the host cannot give everybody what they claim.
///
/// A claim says nothing about whether the memory is touched: a guest that filled its memory and went idle keeps its
/// claim for ever. So a guest that does not stall gives way in small steps, larger ones as long as it does not feel
/// them, until its own stall shows; then it gets the last steps back and is left in peace for a while.
struct Giving: Sendable, Hashable {
    /// What is given so far, out of the domain's fair share.
    private(set) var size = Pages.zero
    /// How many intervals it has been calm, negative while it is left in peace.
    private var calm = 0
    /// The last step, to be taken back if it hurts.
    private var lastStep = Pages.zero

    /// Takes one step, once per interval while somebody stalls and memory is short.
    ///
    /// - Parameters:
    ///   - stall: the domain's own.
    ///   - threshold: from where it counts as stalled.
    ///   - hasFollowed: whether it has arrived where the last step led.
    ///   - most: the most that it can give, down to its floor.
    mutating func step(stall: StallRate, threshold: StallRate, hasFollowed: Bool, current: Pages, most: Pages) {
        if stall >= threshold {
            size = max(.zero, size - lastStep * 2)
            lastStep = max(lastStep, current / 64)
            calm = -Self.peace
            return
        }
        guard stall.microsecondsPerSecond * 4 < threshold.microsecondsPerSecond, hasFollowed else { return }
        calm += 1
        guard calm > Self.patience else { return }
        lastStep = max(Pages(1), current / (32 >> min(calm - Self.patience - 1, 2)))
        size = min(size + lastStep, max(size, most))
    }

    /// Takes back an eighth, once per interval while there is enough for everybody.
    mutating func returnSome() {
        guard size > .zero else { return }
        size = size - max(Pages(1), size / 8)
        calm = 0
    }

    /// How many calm intervals come before the first step.
    private static let patience = 1

    /// For how many intervals a domain that felt its last step is left in peace.
    private static let peace = 6
}
