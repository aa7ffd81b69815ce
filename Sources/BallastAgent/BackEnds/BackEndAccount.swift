import Ballooning
import ControlDomain
import Xen

/// What the devices pin in the domains that serve them, by device and in sum.
struct BackEndAccount {
    private var pools: [BackEndDevice.Key: BackEndPool] = [:]
    private var observedAt = Instant.distantPast
    /// Whether it was ever taken.
    var isTaken: Bool { observedAt != .distantPast }
    /// What the devices pin in sum.
    private(set) var sums = Sums()

    /// What the devices pin, in the three ways that it is asked for.
    struct Sums: Equatable {
        /// By the guest that uses them, wherever they are served.
        var byGuest: [DomainID: Pages] = [:]
        /// By the domain that serves them.
        var byServer: [DomainID: Pages] = [:]
        /// What a squeeze of dom0's disk pools can give.
        var squeezable = Pages.zero
    }

    /// How often the counters of the disks are looked at. Pools only grow while they are not squeezed, so that seeing
    /// them late costs nothing.
    private static let interval = Milliseconds.seconds(5)

    /// Forgets what a device pinned.
    mutating func forget(_ key: BackEndDevice.Key) {
        pools[key] = nil
    }

    /// Brings the account to what the disks have been asked for by now, unless that was done a moment ago.
    ///
    /// - Parameter force: look even if the last look is not long ago, as around a squeeze.
    mutating func observe(
        _ devices: [BackEndDevice.Key: BackEndDevice],
        _ module: BlockBackEnd,
        at now: Instant,
        force: Bool = false
    ) {
        guard force || now - observedAt >= Self.interval, !devices.isEmpty || sums != Sums() else { return }
        observedAt = now
        let limits = BackEndPool.Limits(pool: module.poolLimit ?? .zero, grants: module.grantLimit ?? .zero)
        sums = Sums()
        for (key, device) in devices {
            let pinned = pinned(by: key, device, module, limits)
            sums.byGuest[key.guest, default: .zero] += pinned
            sums.byServer[key.server, default: .zero] += pinned
        }
    }

    private mutating func pinned(
        by key: BackEndDevice.Key,
        _ device: BackEndDevice,
        _ module: BlockBackEnd,
        _ limits: BackEndPool.Limits
    ) -> Pages {
        switch key.kind {
        case .network:
            return BackEndDevice.networkQueue * device.rings
        case .disk:
            // Another domain's kernel shows us neither its counters nor its limits: the most that a disk can pin there
            // as blkback comes.
            guard key.server == .zero else { return BackEndPool.most(of: device) }
            var pool = pools[key] ?? BackEndPool()
            pool.observe(module.activity(of: key.guest, disk: key.number), of: device, limits)
            pools[key] = pool
            sums.squeezable += pool.pool
            return pool.total
        }
    }
}
