import Ballooning
import ControlDomain
import Xen

/// What a device may pin in the domain that serves it, as blkback keeps it: the pages of the requests under way come
/// from a pool that grows on demand, and what is done with goes back into it, up to the limit. A squeeze takes the limit
/// to 0 until it ends. Where grants are persistent, the pages stay mapped instead, up to a limit of their own.
///
/// The kernel shows no such figure, so this is the most that it can be, given what the device has been asked for.
struct BackEndPool: Hashable, Sendable {
    /// Free pages that are kept for the next requests.
    private(set) var pool = Pages.zero
    /// Pages that stay mapped between requests.
    private(set) var grants = Pages.zero
    private var seen: BlockActivity?

    /// What is kept while nothing is asked of the device, by ring.
    struct Limits: Hashable, Sendable {
        /// `max_buffer_pages`.
        var pool: Pages
        /// `max_persistent_grants`.
        var grants: Pages
    }

    /// Everything that the device pins between requests.
    var total: Pages { pool + grants }

    /// Takes in what a disk has been asked for by now.
    ///
    /// - Parameters:
    ///   - activity: nil where the kernel tells nothing, as of a disk that another program serves.
    ///   - limits: what is in force, the pool's limit being 0 during a squeeze.
    mutating func observe(_ activity: BlockActivity?, of device: BackEndDevice, _ limits: Limits) {
        let busy = activity.map { busiest(since: seen, until: $0, of: device) } ?? .zero
        if let activity { seen = activity }
        if device.isPersistent { grants = min(max(grants, busy), limits.grants * device.rings) }
        pool = min(max(pool, busy - grants), limits.pool * device.rings)
    }

    /// The most pages that were in use at one time between two counts: as many requests as there were, or as the rings
    /// hold, of the average size.
    private func busiest(since last: BlockActivity?, until now: BlockActivity, of device: BackEndDevice) -> Pages {
        // Counters that went back are those of a device that was connected anew.
        let base = last.flatMap { $0.requests <= now.requests && $0.sectors <= now.sectors ? $0 : nil }
        let requests = now.requests - (base?.requests ?? 0)
        guard requests > 0 else { return .zero }
        let pages = (now.sectors - (base?.sectors ?? 0) + Self.sectorsOfPage - 1) / Self.sectorsOfPage
        let eachCeiling = Int(clamping: (pages + requests - 1) / requests)
        let atOnce = min(Int(clamping: requests), device.entries * device.rings)
        return Pages(atOnce * min(eachCeiling, Self.mostSegments))
    }

    /// The most that a disk can pin, with blkback's own limit of 1024 free pages a ring and the 32 segments that
    /// blkfront puts into a request.
    static func most(of device: BackEndDevice) -> Pages {
        Pages(min(1024, device.entries * 32) * device.rings)
    }

    private static let sectorsOfPage: UInt64 = 8
    /// The most pages that one request can carry, blkback's own limit for indirect ones.
    private static let mostSegments = 256
}

extension BackEndDevice {
    /// What a network interface pins once it is connected: netback takes a page for each of the 256 requests that one
    /// of its queues may have under way, and keeps it.
    static let networkQueue = Pages(256)
}
