public import Xen

/// An administrator's order to give a domain a certain size, by the arithmetic of `xl mem-set`.
public struct MemorySet: Sendable, Hashable {
    /// What goes into `memory/target`.
    public var target: Pages
    /// What the hypervisor is to limit the domain to.
    public var maximum: Pages
    /// What the populate-on-demand cache is to aim at; nil for dom0 and for PV guests, which have none.
    public var populateOnDemandTarget: Pages?

    /// Translates an order.
    ///
    /// - Parameters:
    ///   - size: what the domain is to have in all, its video RAM included.
    ///   - domain: its number.
    ///   - videoRAM: the value of `memory/videoram`; a negative one counts as 0.
    ///   - staticMaximum: the value of `memory/static-max`.
    ///   - hasHardwarePageTables: whether it is no PV guest.
    /// - Throws: ``Refusal`` for a size that the domain cannot have.
    public init(
        size: Pages,
        of domain: DomainID,
        videoRAM: Pages,
        staticMaximum: Pages,
        hasHardwarePageTables: Bool
    ) throws(Refusal) {
        try self.init(
            target: size - max(.zero, videoRAM),
            of: domain,
            videoRAM: videoRAM,
            staticMaximum: staticMaximum,
            hasHardwarePageTables: hasHardwarePageTables
        )
    }

    /// Translates an order to change the target by `change`: libxl leaves the video RAM out of it, and does not go
    /// below nothing.
    public init(
        changing current: Pages,
        by change: Pages,
        of domain: DomainID,
        videoRAM: Pages,
        staticMaximum: Pages,
        hasHardwarePageTables: Bool
    ) throws(Refusal) {
        try self.init(
            target: max(.zero, current + change),
            of: domain,
            videoRAM: videoRAM,
            staticMaximum: staticMaximum,
            hasHardwarePageTables: hasHardwarePageTables
        )
    }

    private init(
        target: Pages,
        of domain: DomainID,
        videoRAM: Pages,
        staticMaximum: Pages,
        hasHardwarePageTables: Bool
    ) throws(Refusal) {
        guard target <= staticMaximum else { throw .aboveStaticMaximum(asked: target, staticMaximum: staticMaximum) }
        if domain == .zero, target < Self.leastControlDomain {
            throw .belowControlDomainMinimum(asked: target, minimum: Self.leastControlDomain)
        }
        guard target > .zero else { throw .nothing }
        self.target = target
        maximum = Limit.maximum(target: target, videoRAM: max(.zero, videoRAM), offset: .zero, slack: .mib(1))
        populateOnDemandTarget =
            domain != .zero && hasHardwarePageTables ? Limit.populateOnDemand(target: target) : nil
    }

    /// The least that dom0 is given, `LIBXL_MIN_DOM0_MEM`.
    public static let leastControlDomain = Pages.mib(128)

    /// Why an order is not carried out.
    public enum Refusal: Error, Sendable, Hashable {
        /// The domain was not built for that much.
        case aboveStaticMaximum(asked: Pages, staticMaximum: Pages)
        /// dom0 would not survive it.
        case belowControlDomainMinimum(asked: Pages, minimum: Pages)
        /// A target of 0 is no target.
        case nothing
    }
}

extension MemorySet.Refusal: CustomStringConvertible {
    /// One sentence that says what would have been accepted.
    public var description: String {
        switch self {
        case .aboveStaticMaximum(let asked, let staticMaximum):
            "\(asked.mebibytes) are more than the domain's memory/static-max of \(staticMaximum.mebibytes)"
        case .belowControlDomainMinimum(let asked, let minimum):
            "\(asked.mebibytes) are less than the \(minimum.mebibytes) that dom0 needs"
        case .nothing:
            "a target of 0 is no target: the least is one page"
        }
    }
}
