/// What a guest does about the pages that it swapped out and could hold again, the frontswap-selfshrink seed's half that
/// runs inside the guest.
public enum SwapPullBack: Int, Sendable, Hashable, CaseIterable {
    /// Switched off, or no swap to pull from.
    case off = 0
    /// Swap use has not been calm for long enough, or there is nothing in swap.
    case waiting = 1
    /// Pages are read back, a bounded step each interval.
    case pulling = 2
    /// What is left fits into free memory: the slots are released, a device at a time.
    case releasing = 3
    /// The kernel or the administrator of the guest does not allow it.
    case refused = 4
}
