import Xen

/// What is to be done about the swapped pages in one interval.
enum ShrinkStep: Sendable, Hashable {
    /// Nothing.
    case wait
    /// Read so much back into memory.
    case pull(KiB)
    /// Take one swap device off and on again, which frees its slots.
    case release
}
