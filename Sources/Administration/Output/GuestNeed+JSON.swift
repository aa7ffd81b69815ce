import Xen

extension GuestNeed {
    /// The need for programs.
    public var json: JSON {
        [
            "name": .text(name), "type": .string(type.rawValue), "vcpus": .number(processors),
            "memory_kib": .amount(memory), "maximum_kib": .amount(maximum), "paging_kib": .amount(paging),
            "iommu_kib": .amount(iommu), "stub_domain_kib": .amount(stubDomain), "extra_kib": .amount(extra),
            "total_kib": .amount(total),
        ]
    }
}

extension GuestNeed: CustomStringConvertible {
    /// The sum with its parts, such as `1036M: 1024M for the guest, 10M for Xen's tables, 2M for the rest`.
    public var description: String {
        var parts = ["\(MemorySize(memory)) for the guest", "\(MemorySize(paging)) for Xen's tables"]
        if iommu > .zero { parts.append("\(MemorySize(iommu)) for the IOMMU's tables") }
        if stubDomain > .zero { parts.append("\(MemorySize(stubDomain)) for its stub domain") }
        parts.append("\(MemorySize(total - memory - paging - iommu - stubDomain)) for the rest")
        return "\(MemorySize(total)): " + parts.joined(separator: ", ")
    }
}
