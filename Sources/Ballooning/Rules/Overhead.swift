import Xen

/// What a domain holds and its guest's kernel does not manage: the kernel itself, its tables, memory that it keeps for a
/// crash. It is the same at every size.
enum Overhead {
    /// What counts in the floor, beside ``DomainDecision/offset``. The guest keeps its floor whatever others lack, so that
    /// only so much is believed.
    ///
    /// - Parameters:
    ///   - current: what the domain held when the report was read, without its offset. It counts where the guest itself
    ///     does not say what it held: while a balloon moves, both figures must be of one moment.
    ///   - largest: the guest's memory with an empty balloon.
    @inline(always)
    static func believed(_ reading: Reading, current: Pages, largest: Pages) -> Pages {
        let overhead = (reading.held ?? current) - reading.total
        return min(max(.zero, overhead), most(largest: largest))
    }

    /// What counts in the goal, beside ``DomainDecision/offset``: the larger figure. A guest that is being lowered has given
    /// since it reported, and its goal must not come out lower by that; and a driver does not know of all that its domain
    /// holds, such as video RAM.
    @inline(always)
    static func likely(_ reading: Reading, current: Pages) -> Pages {
        max(reading.held ?? current, current) - reading.total
    }

    /// The most that is believed: a guest that claims more would not be asked for it. A kernel of 6.1 and its first tables
    /// take 45 to 54 MiB, the description of each page a 64th; the rest is for a crash kernel.
    @inline(always)
    private static func most(largest: Pages) -> Pages {
        .mib(64) + largest / 8
    }
}
