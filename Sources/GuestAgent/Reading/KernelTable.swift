import Xen

/// One of the kernel's tables of counters, with the lines of it that a report is made of.
struct KernelTable {
    /// The file below the root.
    let path: String
    private let fields: [Field]

    /// Names a table and its lines. Several lines may add up to one key.
    private init(_ path: String, _ fields: KeyValuePairs<String, ReportKey>) {
        self.path = path
        self.fields = fields.map { Field(name: Array($0.key.utf8), key: $0.value) }
    }

    private struct Field {
        var name: [UInt8]
        var key: ReportKey
    }

    /// Adds the lines that are there to what the report holds.
    func apply(_ bytes: [UInt8], count: Int, to report: inout MemoryReport) {
        KernelText.forEachCounter(in: bytes, count: count) { name, number in
            for field in fields where field.name.count == name.count && field.name.elementsEqual(bytes[name]) {
                report[field.key] = (report[field.key] ?? 0) + number
            }
        }
    }

    /// What the machine has: all of it, whatever cgroup the reader is in. In KiB.
    static let memory = KernelTable(
        "/proc/meminfo",
        [
            "MemTotal": .total, "MemFree": .free, "MemAvailable": .available, "Cached": .cached,
            "SwapCached": .swapCached, "SwapTotal": .swapTotal, "SwapFree": .swapFree, "Zswapped": .frontswap,
            "Committed_AS": .committed,
        ]
    )

    /// What has happened since boot. Linux 5.9 split the refaults by kind.
    static let events = KernelTable(
        "/proc/vmstat",
        [
            "workingset_refault": .refaults, "workingset_refault_anon": .refaults,
            "workingset_refault_file": .refaults, "pswpin": .swappedIn, "pswpout": .swappedOut,
            "pgmajfault": .majorFaults,
        ]
    )
}
