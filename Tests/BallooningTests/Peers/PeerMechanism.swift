/// How the cases of one group are checked: once per group, so that a new case needs nothing new.
struct PeerMechanism: Sendable {
    /// Where the cases stand in the file.
    let group: String
    /// Whether the group is one case as a whole.
    var isWhole = false
    let check: @Sendable (PeerCase) throws -> Void

    static let all: [PeerMechanism] = [
        PeerMechanism(group: "squeezed/scenarios", check: SqueezedCases.verdict),
        PeerMechanism(group: "squeezed_memory_constraints/valid", check: RangeCases.valid),
        PeerMechanism(group: "squeezed_memory_constraints/invalid", check: RangeCases.invalid),
        PeerMechanism(group: "squeezed_memory_constraints/pinned", check: RangeCases.pinned),
        PeerMechanism(group: "squeezed_memory_constraints/unpinned", check: RangeCases.unpinned),
        PeerMechanism(group: "squeezed_memory_constraints/pinned_at_static_max", check: RangeCases.pinnedAtStaticMax),
        PeerMechanism(group: "squeezed_memory_constraints/reset_to_safe_defaults", check: RangeCases.reset),
        PeerMechanism(group: "qmemman/meminfo_parse", check: QmemmanCases.parse),
        PeerMechanism(group: "qmemman/meminfo_parse_extra/cases", check: QmemmanCases.parse),
        PeerMechanism(group: "qmemman/pref_mem", check: QmemmanCases.preferred),
        PeerMechanism(group: "qmemman/needed_mem", check: QmemmanCases.needed),
        PeerMechanism(group: "qmemman/balance_enough", isWhole: true, check: QmemmanCases.balance),
        PeerMechanism(group: "proxmox/single_step", check: ProxmoxCases.step),
        PeerMechanism(group: "selfballoon/cases", check: SelfballoonCases.step),
        PeerMechanism(group: "selfballoon/floor_table", check: SelfballoonCases.floor),
        PeerMechanism(group: "selfballoon/xenballoond_floor_mb", check: SelfballoonCases.scriptFloor),
        PeerMechanism(group: "libxl/mem_set", check: LibxlCases.memorySet),
        PeerMechanism(group: "libxl/build", check: LibxlCases.build),
        PeerMechanism(group: "libxl/need_memory", check: LibxlCases.need),
        PeerMechanism(group: "xen_low_mem_virq", isWhole: true, check: XenCases.lowMemory),
        PeerMechanism(group: "esx_idle_tax/cases", check: EsxCases.price),
        PeerMechanism(group: "esx_idle_tax/worked_example", isWhole: true, check: EsxCases.workedExample),
        PeerMechanism(group: "hyperv_buffer/cases", check: EsxCases.buffer),
        PeerMechanism(group: "blkback_squeeze/derived_cases/cases", check: BlkbackCases.squeeze),
        PeerMechanism(group: "senpai/adjust/cases", check: SenpaiCases.adjust),
        PeerMechanism(group: "xenstore_sample/domains", check: XenCases.sample),
        PeerMechanism(group: "issue_scenarios", check: IssueCases.scenario),
    ]

    /// The parts of the file that are no cases for a policy, with the reason.
    static let inapplicable: [String: String] = [
        "meta": "says where the facts come from",
        "pod": "the hypervisor's own rule, in symbols; the guard for such guests is tested in the plan's suite",
        "virtio_auto_balloon": "measurements of a kernel patch, and rules in words; urgent calls are tested apart",
    ]
}
