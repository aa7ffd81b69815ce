import Xen

/// A line of /proc/swaps: a device or file that is swapped to.
struct SwapDevice: Sendable, Hashable {
    /// Its path.
    var path: String
    /// What of it is in use.
    var used: KiB
    /// Its place in the order of use; negative where the kernel chose it.
    var priority: Int32

    /// The devices that /proc/swaps lists. A line of another form is passed over, and so is a path that the kernel had to
    /// escape: nothing is done to a device that cannot be named for certain.
    static func list(parsing text: [UInt8]) -> [SwapDevice] {
        text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 5, words[0].hasPrefix("/"), !words[0].contains("\\"),
                let used = KiB(parsing: Array(words[3].utf8)), let priority = Int32(words[4])
            else { return nil }
            return SwapDevice(path: words[0], used: used, priority: priority)
        }
    }
}
