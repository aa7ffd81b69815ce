import Xen

/// Changes that are not worth a write: smaller than a balloon hits its target, or than a loan is worth.
enum DeadBand {
    /// The least change towards a goal: a 1,024th of the domain, at least one page and at most 1 MiB.
    static func need(of size: Pages) -> Pages {
        (size / 1024).clamped(to: Pages(1)...(.mib(1)))
    }

    /// The least change of a loan: a 64th of the domain, at least one page. Loans follow every movement of every other
    /// domain, so they follow the large ones only.
    static func loan(of size: Pages) -> Pages {
        max(Pages(1), size / 64)
    }
}
