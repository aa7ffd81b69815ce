import Ballooning
import Xen

/// Holders of memory that can be asked to give some of it back, in order of least harm: the userspace form of the
/// drivers that the xenbus patch calls back.
enum Reclaimer: String, CaseIterable, Sendable {
    /// What guests were lent above their goals. The plan's own writes call it back.
    case guestPools = "guest-pools"
    /// Free pages that dom0 keeps for its guests' disks. The agent squeezes them.
    case backEndPools = "back-end-pools"
    /// What dom0 itself holds above its floor. The plan's own writes call it back, where dom0 is managed.
    case controlDomain = "dom0-balloon"
}

extension Reclaimer {
    /// What the plan asks of it.
    func asked(of plan: Plan) -> Pages {
        switch self {
        case .guestPools: plan.host.reclaim.guestPools
        case .backEndPools: plan.host.reclaim.backEndPools
        case .controlDomain: plan.host.reclaim.controlDomain
        }
    }

    /// What it held that it could give before anything was done in this round.
    func held(_ host: ReclaimView) -> Pages {
        self == .backEndPools ? host.squeezableBefore : holds(host)
    }

    /// What it holds that it could give.
    func holds(_ host: ReclaimView) -> Pages {
        switch self {
        case .guestPools: host.plan.host.pools
        case .backEndPools: host.squeezable
        case .controlDomain:
            host.plan.decisions.first { $0.id == .zero && $0.state != .unmanaged }
                .map { max(.zero, $0.current - $0.floor) } ?? .zero
        }
    }
}

/// What the reclaimers are seen from.
struct ReclaimView {
    /// The plan that has just been carried out.
    var plan: Plan
    /// What a squeeze of dom0's disk pools could give before this round, and can give now.
    var squeezableBefore: Pages
    var squeezable: Pages
}
