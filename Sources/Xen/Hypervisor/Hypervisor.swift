/// The hypercalls of a balancer. Each stands for one function of libxenctrl that exists unchanged from Xen 4.14 to 4.22.
public protocol Hypervisor: Sendable {
    /// Replaces the content of `domains` by all domains there are, sorted by domid. The storage is reused, so that a
    /// steady caller allocates nothing. Corresponds to `xc_domain_getinfolist`.
    func domains(into domains: inout [DomainInfo]) throws(HypervisorError)

    /// The machine's memory. Corresponds to `xc_physinfo`.
    func hostMemory() throws(HypervisorError) -> HostMemory

    /// Limits what a domain may hold; a limit below what it holds now keeps it from growing. Corresponds to
    /// `xc_domain_setmaxmem`.
    func setMaximum(of domain: DomainID, to limit: KiB) throws(HypervisorError)

    /// Tells the populate-on-demand cache of a non-PV domain what the domain will shrink to. Corresponds to
    /// `xc_domain_set_pod_target`.
    func setPopulateOnDemandTarget(of domain: DomainID, to target: Pages) throws(HypervisorError)
}
