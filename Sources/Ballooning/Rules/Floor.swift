public import Xen

/// What a domain is never driven below (policy: goal, floor).
public enum Floor {
    /// The floor of the selfballoon driver: a curve that leaves small guests nearly everything and large ones a
    /// thirty-second of what they have. It is memory that the guest's kernel manages: what the domain holds beside it
    /// comes on top.
    ///
    /// - Parameters:
    ///   - largest: the guest's memory with an empty balloon, `max_pfn` in the driver.
    ///   - kernelReserve: what the guest's kernel keeps for itself, `totalreserve_pages`; 0 where it is not known.
    ///   - minimumUsable: `min_usable_mb`, which replaces the curve; nil where it is not set.
    @inline(__always)
    public static func curve(
        largest: Pages,
        kernelReserve: Pages = .zero,
        minimumUsable: Pages? = nil
    ) -> Pages {
        if let minimumUsable { return kernelReserve + minimumUsable }
        let useful = largest - kernelReserve
        if useful < .mib(16) { return largest }
        if useful < .mib(64) { return kernelReserve + .mib(16) + (useful - .mib(16)) / 2 }
        if useful < .mib(512) { return kernelReserve + .mib(40) + (useful - .mib(40)) / 8 }
        return kernelReserve + .mib(99) + (useful - .mib(99)) / 32
    }

    /// The floor of xenballoond, the script that the driver grew out of, for a guest of `memory`. Whole MiB, as the
    /// script computes it.
    public static func scriptCurve(memory: Pages) -> Pages {
        let pages = memory.count
        return switch pages / 256 {
        case ..<125: .mib(8 + pages >> 9)
        case ..<500: .mib(40 + pages >> 10)
        case ..<2000: .mib(104 + pages >> 11)
        default: .mib(296 + pages >> 13)
        }
    }
}
