import Xen

/// What a believed report comes to, worked out once when it arrives. A report says a dozen things or leaves them out;
/// the plans until the next one need these few.
struct Reading: Sendable, Hashable, Codable {
    /// Where the report came from.
    var source: GuestReport.Source
    /// The memory that the guest's kernel manages.
    var total: Pages
    /// What its balloon driver believes the domain to hold; nil where the source does not say, or says less than the
    /// kernel manages.
    @Compact var held: Pages?
    /// What the guest has in use and could not drop.
    var used: Pages
    /// What its programs were promised, or what it has in use and could not drop where that is more; what it uses where
    /// the source does not say. A kernel's own memory, huge pages and mappings without a reserve are no promise, and a
    /// guest that is driven below them dies.
    var committed: Pages
    /// What it could give at once without swapping; what is free where the source does not say.
    var available: Pages
    /// Its pages in swap.
    var swapped: Pages
    /// Whether it has somewhere to swap to. Without, it does not stall when it is short: it kills.
    var hasSwap: Bool
    /// Whether the report would show a stall: the writers of Qubes and XAPI say nothing of any.
    var showsStall: Bool

    @inline(always)
    init(_ report: GuestReport) {
        source = report.source
        total = report.total
        held = report.held.flatMap { $0 >= report.total ? $0 : nil }
        used = report.used
        committed = max(report.committed ?? used, report.available == nil ? .zero : used)
        available = report.available ?? report.free
        swapped = report.swapped
        hasSwap = (report.swapTotal ?? .zero) > .zero
        showsStall = report.stallSome != nil || report.swapIns != nil
    }
}
