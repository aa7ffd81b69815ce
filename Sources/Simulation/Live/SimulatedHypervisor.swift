import Glibc
import Xen

/// The hypercalls of a balancer on a simulated host, refused where Xen refuses them.
struct SimulatedHypervisor: Hypervisor {
    private let model: SharedHostModel

    init(_ model: SharedHostModel) {
        self.model = model
    }

    func domains(into domains: inout [DomainInfo]) throws(HypervisorError) {
        let host = model.withLock { $0 }
        host.list(into: &domains)
    }

    func hostMemory() throws(HypervisorError) -> HostMemory {
        model.withLock { $0.memory }
    }

    func setMaximum(of domain: DomainID, to limit: KiB) throws(HypervisorError) {
        guard model.withLock({ $0.setMaximum(of: domain, to: Pages(flooring: limit)) }) else {
            throw HypervisorError(.setMaximum, domain: domain, errno: ESRCH)
        }
    }

    func setPopulateOnDemandTarget(of domain: DomainID, to target: Pages) throws(HypervisorError) {
        let errno: Int32? = model.withLock { host in
            guard let index = host.index(of: domain) else { return ESRCH }
            guard host.domains[index].flags.contains(.hardwareAssisted) else { return EINVAL }
            host.setPopulateOnDemandTarget(of: domain, to: target)
            return nil
        }
        if let errno { throw HypervisorError(.setPopulateOnDemandTarget, domain: domain, errno: errno) }
    }
}
