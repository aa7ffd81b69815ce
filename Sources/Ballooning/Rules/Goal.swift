public import Xen

/// How much a domain needs, by the rule of the selfballoon driver.
///
///     base = committed + (current − total) [+ swapped]
///     goal = base + reserved + headroom
///
/// `current − total` is what the domain holds but its kernel does not manage: page tables, the kernel image, ROMs. It is
/// the same at every size, so what the guest wants for its programs translates into what the domain has to hold.
public struct Goal: Sendable, Hashable {
    /// What the guest's programs want: Committed_AS, or what is in use.
    public var estimate: Pages
    /// What the domain holds beyond the memory that its kernel manages.
    public var overhead: Pages
    /// Swapped pages for which room is made, 0 unless swap self-shrinking is on.
    @inline(__always)
    public var swapped: Pages
    /// What is kept on top: `reserved-mb`.
    public var reserved: Pages
    /// What measured stall has added.
    public var headroom: Pages

    /// Makes a goal of its parts.
    public init(
        estimate: Pages,
        overhead: Pages,
        swapped: Pages = .zero,
        reserved: Pages = .zero,
        headroom: Pages = .zero
    ) {
        self.estimate = estimate
        self.overhead = overhead
        self.swapped = swapped
        self.reserved = reserved
        self.headroom = headroom
    }

    /// The parts of a goal as a reading gives them, without headroom.
    ///
    /// - Parameters:
    ///   - reading: what the guest reported.
    ///   - overhead: what the domain holds beyond the memory that its kernel manages, offset included.
    ///   - settings: the domain's settings.
    @inline(always)
    init(_ reading: Reading, overhead: Pages, settings: DomainSettings) {
        estimate = settings.estimator == .committed ? reading.committed : reading.used
        self.overhead = overhead
        swapped = settings.swapSelfShrinking ? reading.swapped : .zero
        reserved = settings.reserved ?? Self.reserved(reading)
        headroom = .zero
    }

    /// What is kept on top where the administrator has not said it: a tenth of the guest's memory. A guest that cannot
    /// say that it waits gets no headroom, so it has qmemman's three tenths of what it uses instead.
    @inline(always)
    private static func reserved(_ reading: Reading) -> Pages {
        let usual = reading.total / reservedPart
        return reading.showsStall ? usual : max(usual, reading.used * 3 / 10)
    }

    /// What the guest is estimated to need before anything is put on top.
    @inline(__always)
    public var base: Pages {
        estimate + overhead + swapped
    }

    /// The goal before floor and ceiling.
    @inline(__always)
    public var size: Pages {
        base + reserved + headroom
    }

    /// `reserved` is one part in so many of the guest's memory where it is not set: the default that the driver took on
    /// after guests without any had been killed for lack of memory.
    public static let reservedPart = 10
}

extension GuestReport {
    /// What the guest has in use and could not drop.
    @inline(__always)
    public var used: Pages {
        if let available { return total - available }
        return max(.zero, total - free - (cached ?? .zero))
    }

    /// The guest's pages in swap, 0 where it says nothing of them.
    @inline(__always)
    public var swapped: Pages {
        guard let swapTotal, let swapFree else { return .zero }
        return max(.zero, swapTotal - swapFree)
    }
}
