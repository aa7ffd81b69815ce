public import Xen

/// One change of a domain's size.
public struct PolicyWrite: Sendable, Hashable {
    /// The domain.
    public var domain: DomainID
    /// Its identity, which is compared before anything is written.
    public var uuid: DomainUUID
    /// What goes into `memory/target`, nil where it stays.
    public var target: Pages?
    /// The limit that goes to Xen, nil where it stays.
    public var maximum: Pages?
    /// What the populate-on-demand cache is to aim at, nil where it stays.
    public var populateOnDemandTarget: Pages?
}
