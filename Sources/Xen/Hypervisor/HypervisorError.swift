import Glibc

/// A hypercall that failed.
public struct HypervisorError: Error, Sendable, Hashable {
    /// What was asked.
    public var operation: Operation
    /// The domain it was asked of, where there is one.
    public var domain: DomainID?
    /// The errno that libxenctrl left.
    public var errno: Int32

    /// Makes an error.
    public init(_ operation: Operation, domain: DomainID? = nil, errno: Int32) {
        self.operation = operation
        self.domain = domain
        self.errno = errno
    }

    /// Whether the call failed because the domain does not exist: ESRCH, which is 3 on every Unix.
    public var isNoSuchDomain: Bool {
        errno == 3
    }

    /// The calls of ``Hypervisor``, opening the interface itself, and binding Xen's alarm.
    public enum Operation: String, Sendable, Hashable {
        /// Opening `/dev/xen/privcmd`.
        case open = "xc_interface_open"
        /// Listing the domains.
        case domains = "xc_domain_getinfolist"
        /// Reading the host's memory.
        case hostMemory = "xc_physinfo"
        /// Setting a domain's limit.
        case setMaximum = "xc_domain_setmaxmem"
        /// Setting a populate-on-demand target.
        case setPopulateOnDemandTarget = "xc_domain_set_pod_target"
        /// Reading the options that Xen was started with.
        case commandLine = "xc_version"
        /// Binding the alarm for low memory.
        case bindAlarm = "xenevtchn_bind_virq"
    }
}

extension HypervisorError: CustomStringConvertible {
    /// One sentence that says which call failed, for which domain, and how.
    public var description: String {
        let subject = domain.map { " of domain \($0)" } ?? ""
        return "\(operation.rawValue)\(subject): \(String(cString: strerror(errno)))"
    }
}
