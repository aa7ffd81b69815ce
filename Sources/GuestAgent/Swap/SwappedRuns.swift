/// Finds the swapped pages of a mapping in what /proc/PID/pagemap says of it: eight bytes a page, of which bit 62 tells
/// that the page is in swap (the kernel's Documentation/admin-guide/mm/pagemap.rst).
enum SwappedRuns {
    /// One page's entry.
    static let entrySize = 8

    /// The runs of swapped pages, as ranges of page numbers counted from the first entry.
    ///
    /// - Parameters:
    ///   - entries: the file's bytes; an incomplete entry at the end is not looked at.
    ///   - limit: how many pages are taken in all; the last run ends there.
    static func find(in entries: ArraySlice<UInt8>, limit: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var taken = 0
        for page in 0..<entries.count / entrySize where taken < limit {
            // The entry is in the machine's order, and bit 62 of a little-endian number lies in its last byte.
            guard entries[entries.startIndex + page * entrySize + 7] & 0x40 != 0 else { continue }
            taken += 1
            if let last = runs.last, last.upperBound == page {
                runs[runs.count - 1] = last.lowerBound..<page + 1
            } else {
                runs.append(page..<page + 1)
            }
        }
        return runs
    }
}
