public import Ballooning
import Xen

/// What a policy is shown.
public struct PolicyView {
    /// The host as an agent in dom0 sees it.
    public var snapshot: HostSnapshot
    /// The host as nobody sees it, for policies that do not live in dom0: a guest's own kernel, and the clairvoyant.
    public var host: HostModel

    /// Makes a view.
    public init(snapshot: HostSnapshot, host: HostModel) {
        self.snapshot = snapshot
        self.host = host
    }

    /// What toolstacks wait for to start domains.
    var wanted: Pages {
        snapshot.reservations.reduce(.zero) { $0 + $1.minimum }
    }
}
