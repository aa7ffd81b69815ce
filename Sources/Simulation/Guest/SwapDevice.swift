public import Xen

/// Where a guest swaps to, as far as it matters for what swapping costs.
public struct SwapDevice: Sendable, Hashable {
    /// How many pages fit.
    public var capacity: Pages
    /// How long a task waits for one page, in microseconds.
    public var latencyMicroseconds: Int
    /// Pages that go either way in a second.
    public var pagesPerSecond: Int
    /// Swapped pages that one page of the guest's own memory holds; nil where the pages leave the guest.
    public var compression: Int?

    /// Makes a device.
    public init(capacity: Pages, latencyMicroseconds: Int, pagesPerSecond: Int, compression: Int? = nil) {
        self.capacity = capacity
        self.latencyMicroseconds = latencyMicroseconds
        self.pagesPerSecond = pagesPerSecond
        self.compression = compression
    }

    /// No swap at all.
    public static let none = SwapDevice(capacity: .zero, latencyMicroseconds: 0, pagesPerSecond: 0)

    /// A virtual disk on flash: 150 µs for a page with read-ahead counted in, 80 MB/s.
    public static func disk(_ capacity: Pages) -> SwapDevice {
        SwapDevice(capacity: capacity, latencyMicroseconds: 150, pagesPerSecond: 20_000)
    }

    /// Compressed swap in the guest's own memory (zram, zswap): 8 µs for a page, three pages in one.
    public static func compressed(_ capacity: Pages) -> SwapDevice {
        SwapDevice(capacity: capacity, latencyMicroseconds: 8, pagesPerSecond: 250_000, compression: 3)
    }

    /// The guest's own memory that `swapped` pages take.
    func footprint(of swapped: Pages) -> Pages {
        guard let compression else { return .zero }
        return Pages((swapped.count + compression - 1) / compression)
    }
}
