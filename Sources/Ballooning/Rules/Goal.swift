public import Xen

/// How much a domain needs, by the rule of the selfballoon driver.
///
///     base = committed + (current − total) [+ swapped]
///     goal = base + reserved + headroom
///
/// `current − total` is what the domain holds but its kernel does not manage: page tables, the kernel image, ROMs. It is
/// the same at every size, so what the guest wants for its programs translates into what the domain has to hold.
public struct Goal: Sendable, Hashable {
    /// What the guest's programs want: Committed_AS, or what they use.
    public var estimate: Pages
    /// What the domain holds beyond the memory that its kernel manages.
    public var overhead: Pages
    /// Swapped pages for which room is made, 0 unless swap self-shrinking is on.
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

    /// The parts of a goal as a report gives them, without headroom.
    ///
    /// - Parameters:
    ///   - report: a plausible report.
    ///   - current: what the domain held when the report was made.
    ///   - settings: the domain's settings.
    public init(_ report: GuestReport, current: Pages, settings: DomainSettings) {
        estimate = Self.estimate(report, settings.estimator)
        overhead = current - report.total
        swapped = settings.swapSelfShrinking ? report.swapped : .zero
        reserved = settings.reserved ?? report.total / Self.reservedPart
        headroom = .zero
    }

    /// What the guest is estimated to need before anything is put on top.
    public var base: Pages {
        estimate + overhead + swapped
    }

    /// The goal before floor and ceiling.
    public var size: Pages {
        base + reserved + headroom
    }

    /// `reserved` is one part in so many of the guest's memory where it is not set: the default that the driver took on
    /// after guests without any had been killed for lack of memory.
    public static let reservedPart = 10

    /// What a report says that its guest needs. A source without Committed_AS, or without MemAvailable, gives the
    /// nearest that it has.
    private static func estimate(_ report: GuestReport, _ estimator: Estimator) -> Pages {
        if estimator == .committed, let committed = report.committed { return committed }
        return report.used
    }
}

extension GuestReport {
    /// What the guest has in use and could not drop.
    public var used: Pages {
        if let available { return total - available }
        return max(.zero, total - free - (cached ?? .zero))
    }

    /// The guest's pages in swap, 0 where it says nothing of them.
    public var swapped: Pages {
        guard let swapTotal, let swapFree else { return .zero }
        return max(.zero, swapTotal - swapFree)
    }
}
