import Xen

/// What a domain holds and its guest's kernel does not manage: the kernel itself, its tables, memory that it keeps for a
/// crash. It is the same at every size.
enum Overhead {
    /// The overhead that a report comes to, beside ``DomainDecision/offset``.
    ///
    /// - Parameter current: what the domain held when the report was read, without its offset. It counts where the guest
    ///   itself does not say what it held: while a balloon moves, both figures must be of one moment.
    @inline(always)
    static func told(by reading: Reading, current: Pages) -> Pages {
        (reading.held ?? current) - reading.total
    }

    /// What of it is believed where it raises the floor, which the guest keeps whatever others lack.
    ///
    /// - Parameter largest: the guest's memory with an empty balloon.
    @inline(always)
    static func believed(_ overhead: Pages, largest: Pages) -> Pages {
        min(max(.zero, overhead), most(largest: largest))
    }

    /// The most that is believed: a guest that claims more would not be asked for it. A kernel of 6.1 and its first tables
    /// take 45 to 54 MiB, the description of each page a 64th; the rest is for a crash kernel.
    @inline(always)
    private static func most(largest: Pages) -> Pages {
        .mib(64) + largest / 8
    }
}
