public import Xen

/// What the balancer remembers of one domain from plan to plan.
public struct DomainHistory: Sendable, Hashable {
    /// The domain's number.
    public var id: DomainID
    /// The domain's identity: another one under the same number starts anew.
    public var uuid: DomainUUID
    /// What the domain holds beyond its target once it has settled; nil until that is known.
    public var offset: Pages?
    /// What it held when it was last seen.
    var lastCurrent: Pages
    /// When the last step of the approach was taken.
    var steppedAt = Instant.distantPast
    /// Where that step led.
    var aim: Pages

    init(_ domain: DomainSnapshot) {
        id = domain.info.id
        uuid = domain.info.uuid
        offset = domain.knownOffset
        lastCurrent = domain.info.current
        aim = domain.info.current
    }
}
