import Xen

/// What dom0's kernel says of its memory.
struct MemoryFile: Equatable {
    static let path = "/proc/meminfo"

    /// MemTotal.
    var total: Pages
    /// MemAvailable.
    var available: Pages

    /// Reads the two lines that matter; nil where one is missing.
    init?(_ bytes: [UInt8]) {
        var figures: [String: KiB] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard words.count >= 2, let amount = KiB(parsing: words[1]) else { continue }
            figures[String(decoding: words[0], as: UTF8.self)] = amount
        }
        guard let total = figures["MemTotal:"], let available = figures["MemAvailable:"] else { return nil }
        self.total = Pages(flooring: total)
        self.available = Pages(flooring: available)
    }
}
