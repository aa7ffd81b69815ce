import Xen

/// What a domain has given to those that stall, when the host cannot give everybody what they claim.
///
/// A claim says nothing about whether the memory is touched: a guest that filled its memory and went idle keeps its
/// claim for ever. So a guest that does not stall gives way in small steps, larger ones as long as it does not feel
/// them, until its own stall shows; then it gets the last steps back and is left in peace for a while.
///
/// Its own stall is measured against that of the one that stalls most: giving memory up makes every guest wait a
/// little, and what matters is who waits more.
struct Giving: Sendable, Hashable, Codable {
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
    ///   - worst: that of the domain that stalls most.
    ///   - hasFollowed: whether it has arrived where the last step led.
    ///   - most: the most that it can give, down to its floor.
    mutating func step(stall: StallRate, worst: StallRate, hasFollowed: Bool, current: Pages, most: Pages) {
        let own = stall.microsecondsPerSecond
        if own * Self.hurts >= worst.microsecondsPerSecond {
            guard size > .zero else { return }
            size = max(.zero, size - max(lastStep * 2, current / 32))
            calm = -Self.peace
            return
        }
        guard own * Self.isCalm <= worst.microsecondsPerSecond, hasFollowed else { return }
        calm += 1
        guard calm > 0 else { return }
        let severity = min(worst.microsecondsPerSecond, Self.severe)
        let step = current * severity / (Self.severe * (32 >> min(calm - 1, 2)))
        lastStep = max(Pages(1), step)
        size = min(size + lastStep, max(size, most))
    }

    /// Takes back an eighth, once per interval while there is enough for everybody.
    mutating func returnSome() {
        guard size > .zero else { return }
        size = size - max(Pages(1), size / 8)
        calm = 0
    }

    /// A domain feels what it gave once its stall is one over this of the worst.
    private static let hurts = 3

    /// A domain is calm while its stall is at most one over this of the worst.
    private static let isCalm = 8

    /// The stall from which steps are as large as they get: a tenth of the time. Below, they are smaller in proportion.
    private static let severe = 100_000

    /// For how many intervals a domain that felt its last step is left in peace.
    private static let peace = 6
}
