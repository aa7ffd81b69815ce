import CXen
import Glibc
public import Logging
import Synchronization
public import Xen

/// The machine's hypervisor through libxenctrl.
public final class SystemHypervisor: Hypervisor {
    let handle: HypervisorHandle

    /// Rows as the hypervisor fills them, kept between calls so that a steady host allocates nothing.
    private let rows = Mutex<[xc_domaininfo_t]>([])

    /// Opens the interface to the hypervisor.
    ///
    /// - Parameter logger: takes libxenctrl's own messages.
    /// - Throws: ``HypervisorError`` with ENOENT where this machine is no dom0, with EACCES where the caller is not
    ///   root.
    public init(logger: Logger) throws(HypervisorError) {
        handle = try HypervisorHandle(logger: logger)
    }

    /// All domains, sorted by domid. The corresponding C function is `xc_domain_getinfolist`, the only one of its
    /// family that exists in every Xen from 4.14 to 4.22.
    public func domains(into domains: inout [DomainInfo]) throws(HypervisorError) {
        domains.removeAll(keepingCapacity: true)
        try rows.withLock { (rows) throws(HypervisorError) in
            if rows.isEmpty { rows = Array(repeating: xc_domaininfo_t(), count: Self.fewestRows) }
            var first: UInt32 = 0
            // As long as the last row stays empty, one call has seen all domains.
            while true {
                let filled = try list(from: first, into: &rows)
                for row in rows.prefix(filled) where row.domain >= first { domains.append(DomainInfo(row)) }
                guard filled == rows.count, let last = domains.last else { return }
                first = UInt32(last.id.rawValue) + 1
                rows = Array(repeating: xc_domaininfo_t(), count: rows.count * 2)
            }
        }
    }

    /// The machine's memory. The corresponding C function is `xc_physinfo`.
    public func hostMemory() throws(HypervisorError) -> HostMemory {
        try unsafe handle.withRaw { (raw) throws(HypervisorError) in
            var info = xc_physinfo_t()
            guard unsafe xc_physinfo(raw, &info) == 0 else { throw HypervisorError(.hostMemory, errno: errno) }
            return HostMemory(
                total: Pages(Int(clamping: info.total_pages)),
                free: Pages(Int(clamping: info.free_pages)),
                scrubbing: Pages(Int(clamping: info.scrub_pages)),
                claimed: Pages(Int(clamping: info.outstanding_pages))
            )
        }
    }

    /// Limits what a domain may hold. The corresponding C function is `xc_domain_setmaxmem`.
    public func setMaximum(of domain: DomainID, to limit: KiB) throws(HypervisorError) {
        try unsafe handle.withRaw { (raw) throws(HypervisorError) in
            guard unsafe xc_domain_setmaxmem(raw, UInt32(domain.rawValue), UInt64(max(limit.count, 0))) == 0 else {
                throw HypervisorError(.setMaximum, domain: domain, errno: errno)
            }
        }
    }

    /// Sets a domain's populate-on-demand target. The corresponding C function is `xc_domain_set_pod_target`.
    public func setPopulateOnDemandTarget(of domain: DomainID, to target: Pages) throws(HypervisorError) {
        try unsafe handle.withRaw { (raw) throws(HypervisorError) in
            let pages = UInt64(max(target.count, 0))
            guard unsafe xc_domain_set_pod_target(raw, UInt32(domain.rawValue), pages, nil, nil, nil) == 0 else {
                throw HypervisorError(.setPopulateOnDemandTarget, domain: domain, errno: errno)
            }
        }
    }

    private static let fewestRows = 64

    private func list(from first: UInt32, into rows: inout [xc_domaininfo_t]) throws(HypervisorError) -> Int {
        try unsafe handle.withRaw { (raw) throws(HypervisorError) in
            let filled = unsafe rows.withUnsafeMutableBufferPointer { rows in
                unsafe xc_domain_getinfolist(raw, first, UInt32(rows.count), rows.baseAddress)
            }
            guard filled >= 0 else { throw HypervisorError(.domains, errno: errno) }
            return Int(filled)
        }
    }
}
