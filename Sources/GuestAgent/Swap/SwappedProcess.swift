import Glibc
import Xen

/// A process that has pages in swap.
struct SwappedProcess: Sendable, Hashable {
    /// Its number.
    var id: Int32
    /// What of it is in swap.
    var swapped: KiB

    /// The processes below `root` that have swapped pages, the one with the most first.
    static func list(root: String) -> [SwappedProcess] {
        guard let folder = opendir(root + "/proc") else { return [] }
        defer { closedir(folder) }
        var processes: [SwappedProcess] = []
        while let entry = readdir(folder) {
            // d_name is a tuple of 256 bytes that ends with a zero.
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let id = Int32(name), let status = KernelFile(root + "/proc/\(id)/status") else { continue }
            let swapped = Self.swapped(inStatus: status.whole())
            if swapped > .zero { processes.append(SwappedProcess(id: id, swapped: swapped)) }
        }
        return processes.sorted { ($1.swapped, $0.id) < ($0.swapped, $1.id) }
    }

    /// The VmSwap of a status file, which kernel threads do not have.
    private static func swapped(inStatus text: [UInt8]) -> KiB {
        var swapped = KiB.zero
        KernelText.forEachCounter(in: text, count: text.count) { name, number in
            if KernelText.starts(text[name], with: "VmSwap") { swapped = KiB(number) }
        }
        return swapped
    }

    /// The private or shared mappings of the process, as ranges of addresses in ascending order.
    func mappings(root: String) -> [Range<UInt>] {
        guard let maps = KernelFile(root + "/proc/\(id)/maps") else { return [] }
        return maps.whole().split(separator: UInt8(ascii: "\n")).compactMap { line in
            // A line starts with "7f31c000-7f31e000 rw-p"; what no program may touch holds no pages.
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            guard words.count >= 2, words[1].first == UInt8(ascii: "r") else { return nil }
            let ends = words[0].split(separator: UInt8(ascii: "-")).map {
                UInt(String(decoding: $0, as: UTF8.self), radix: 16)
            }
            guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else { return nil }
            return start..<end
        }
    }
}
