import Xen

extension GuestReport {
    /// Whether the report can be true. One that cannot counts as none at all: a guest may write what it likes.
    ///
    /// - Parameters:
    ///   - largest: the most memory that the guest can have.
    @inline(always)
    func isPlausible(largest: Pages) -> Bool {
        guard total > .zero, total <= largest, free >= .zero, free <= total else { return false }
        if let available, available < .zero || available > total { return false }
        if let cached, cached < .zero || cached > total { return false }
        if let committed, committed < .zero || committed > Self.largest { return false }
        if let swapTotal {
            guard swapTotal >= .zero, swapTotal <= Self.largest else { return false }
            if let swapFree, swapFree < .zero || swapFree > swapTotal { return false }
        }
        return true
    }

    /// The most that a guest can have promised its programs, or have as swap, and still be believed: 2^53 KiB, so that
    /// no sum of a few of them overflows.
    static let largest = Pages(1 << 51)
}
