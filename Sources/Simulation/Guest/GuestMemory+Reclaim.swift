import Xen

extension GuestMemory {
    /// Frees up to `wanted` pages the way a kernel does: stale cache first, then cold anonymous pages to swap, and last
    /// the working set itself, because the kernel cannot tell its pages apart.
    ///
    /// - Parameters:
    ///   - wanted: how many pages.
    ///   - isPatient: whether to do with less while there are cold pages that the swap device is too slow for now.
    /// - Returns: how many pages came free.
    mutating func reclaim(_ wanted: Pages, isPatient: Bool = false) -> Pages {
        var freed = min(wanted, stale)
        stale -= freed
        if freed < wanted { freed += swapOut(wanted - freed, from: \.cold, to: \.swappedCold) }
        if isPatient, cold > .zero, swapped < swap.capacity { return freed }
        if freed < wanted { freed += evictWorkingSet(wanted - freed) }
        return freed
    }

    /// Whether a reclaim could find anything, however slowly.
    var canReclaim: Bool {
        stale > .zero || files > .zero || (hot + cold > .zero && swapped < swap.capacity)
    }

    private mutating func evictWorkingSet(_ wanted: Pages) -> Pages {
        let all = files + hot
        guard all > .zero else { return .zero }
        // Pages of files and of processes lose in proportion, as on one list of last use.
        let cached = min(files, Pages((wanted.count * files.count + all.count - 1) / all.count))
        evictFiles(cached)
        var freed = cached
        if freed < wanted { freed += swapOut(wanted - freed, from: \.hot, to: \.swappedHot) }
        if freed < wanted {
            let more = min(wanted - freed, files)
            evictFiles(more)
            freed += more
        }
        return freed
    }

    private mutating func evictFiles(_ pages: Pages) {
        files -= pages
        evictedFiles += pages
    }

    /// Moves pages to swap until `wanted` pages are free or room, speed or pages are at an end. Compressed swap frees
    /// less than it moves.
    private mutating func swapOut(
        _ wanted: Pages,
        from resident: WritableKeyPath<GuestMemory, Pages>,
        to away: WritableKeyPath<GuestMemory, Pages>
    ) -> Pages {
        let room = swap.capacity - swapped
        var moved = wanted
        if let compression = swap.compression {
            moved = Pages((wanted.count * compression + compression - 2) / (compression - 1))
        }
        moved = min(moved, self[keyPath: resident], room, Pages(swapBudget))
        guard moved > .zero else { return .zero }
        let before = compressed
        self[keyPath: resident] -= moved
        self[keyPath: away] += moved
        swapBudget -= moved.count
        counters.swappedOut += moved
        return moved - (compressed - before)
    }
}
