/// A number of 4 KiB machine pages, the unit in which Ballast thinks.
///
/// Xenstore's `memory/*` nodes are decimal KiB, `/vm/<uuid>/memory` is MiB, libxenctrl takes KiB for the memory limit
/// and pages for the populate-on-demand target. All of them are converted to pages where they enter and back where
/// they leave, so that no sum ever mixes two units.
public struct Pages: Sendable, Hashable, Codable {
    /// How many pages; negative where a difference is meant.
    public var count: Int

    /// Makes an amount of `count` pages.
    public init(_ count: Int) {
        self.count = count
    }

    /// The whole pages that fit into `size`: a remainder of less than one page is dropped.
    public init(flooring size: KiB) {
        self.init(size.count >> 2)
    }

    /// The fewest whole pages that hold `size`. Saturates at the largest amount instead of overflowing.
    public init(ceiling size: KiB) {
        let (sum, overflow) = size.count.addingReportingOverflow(3)
        self.init((overflow ? .max : sum) >> 2)
    }

    /// An amount of `count` MiB, as the seeds' `-mb` keys give it.
    public static func mib(_ count: Int) -> Pages {
        Pages(count * 256)
    }

    /// The same amount in KiB.
    public var kib: KiB {
        KiB(count * 4)
    }

    /// No pages at all.
    public static var zero: Pages { Pages(0) }

    /// `self` moved into `range`.
    public func clamped(to range: ClosedRange<Pages>) -> Pages {
        min(max(self, range.lowerBound), range.upperBound)
    }
}

extension Pages: Comparable, AdditiveArithmetic {
    /// Whether `lhs` is fewer pages than `rhs`.
    public static func < (lhs: Pages, rhs: Pages) -> Bool {
        lhs.count < rhs.count
    }

    /// The sum of two amounts.
    public static func + (lhs: Pages, rhs: Pages) -> Pages {
        Pages(lhs.count + rhs.count)
    }

    /// The difference of two amounts.
    public static func - (lhs: Pages, rhs: Pages) -> Pages {
        Pages(lhs.count - rhs.count)
    }

    /// `lhs` split into `rhs` parts, rounded towards zero as C does; `rhs` must not be 0.
    public static func / (lhs: Pages, rhs: Int) -> Pages {
        Pages(lhs.count / rhs)
    }

    /// `lhs` taken `rhs` times.
    public static func * (lhs: Pages, rhs: Int) -> Pages {
        Pages(lhs.count * rhs)
    }
}

extension Pages: CustomStringConvertible {
    /// The amount as `1536 pages`.
    public var description: String {
        "\(count) pages"
    }
}
