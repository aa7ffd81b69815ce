import Testing

/// How the cases of one group are checked: once per group, so that a new case needs nothing new.
struct PeerMechanism: Sendable {
    typealias Check = @Sendable (PeerCase) throws -> Void

    /// Where the cases stand in the file.
    let group: String
    /// Whether the group is one case as a whole.
    let isWhole: Bool
    let check: Check

    static let all =
        lists.map { PeerMechanism(group: $0.key, isWhole: false, check: $0.value) }
        + wholes.map { PeerMechanism(group: $0.key, isWhole: true, check: $0.value) }

    /// Groups that are lists of cases.
    private static let lists: KeyValuePairs<String, Check> = [
        "squeezed/scenarios": SqueezedCases.verdict,
        "squeezed_memory_constraints/valid": RangeCases.valid,
        "squeezed_memory_constraints/invalid": RangeCases.invalid,
        "squeezed_memory_constraints/pinned": RangeCases.pinned,
        "squeezed_memory_constraints/unpinned": RangeCases.unpinned,
        "squeezed_memory_constraints/pinned_at_static_max": RangeCases.pinnedAtStaticMax,
        "squeezed_memory_constraints/reset_to_safe_defaults": RangeCases.reset,
        "qmemman/meminfo_parse": QmemmanCases.parse,
        "qmemman/meminfo_parse_extra/cases": QmemmanCases.parse,
        "qmemman/pref_mem": QmemmanCases.preferred,
        "qmemman/needed_mem": QmemmanCases.needed,
        "proxmox/single_step": ProxmoxCases.step,
        "selfballoon/cases": SelfballoonCases.step,
        "selfballoon/floor_table": SelfballoonCases.floor,
        "selfballoon/xenballoond_floor_mb": SelfballoonCases.scriptFloor,
        "libxl/mem_set": LibxlCases.memorySet,
        "libxl/build": LibxlCases.build,
        "libxl/need_memory": LibxlCases.need,
        "esx_idle_tax/cases": EsxCases.price,
        "hyperv_buffer/cases": EsxCases.buffer,
        "blkback_squeeze/derived_cases/cases": BlkbackCases.squeeze,
        "senpai/adjust/cases": SenpaiCases.adjust,
        "xenstore_sample/domains": XenCases.sample,
        "pod/on_new_target": PodCases.newTarget,
        "issue_scenarios": IssueCases.scenario,
    ]

    /// Groups that are one case each.
    private static let wholes: KeyValuePairs<String, Check> = [
        "qmemman/balance_enough": QmemmanCases.balance,
        "xen_low_mem_virq": XenCases.lowMemory,
        "esx_idle_tax/worked_example": EsxCases.workedExample,
        "virtio_auto_balloon/rules": VirtioCases.rules,
    ]

    /// Whether a part of the file, by its path, belongs to a group, holds one, or is known not to apply.
    static func knows(_ part: String) -> Bool {
        (all.map(\.group) + inapplicable.map(\.path)).contains { known in
            part == known || part.hasPrefix(known + "/") || known.hasPrefix(part + "/")
        }
    }

    /// The parts of the file that are no cases for a policy.
    static let inapplicable: [Inapplicable] = [
        Inapplicable("meta", because: "says where the facts come from"),
        Inapplicable(
            "squeezed/phases",
            because: "squeezed's own order of work; that of a plan's writes is checked in the plan's suite"
        ),
        Inapplicable("proxmox/status", because: "what the single steps start from; each names its own"),
        Inapplicable(
            "esx_idle_tax/min_free",
            because: "ESX's reserve, of which the published rows contradict the rule; Ballast has its own"
        ),
        Inapplicable("blkback_squeeze/by_duration_ms", because: "measurements of a patched kernel"),
        Inapplicable("senpai/readme_kernel_build", because: "measurements on one machine"),
        Inapplicable("virtio_auto_balloon/disabled", because: "measurements without the patch"),
        Inapplicable("virtio_auto_balloon/enabled", because: "measurements of a patched kernel"),
    ]

    /// A part of the file that is no case, and why.
    struct Inapplicable: Sendable, CustomTestStringConvertible {
        /// Where it stands in the file.
        let path: String
        let reason: String

        init(_ path: String, because reason: String) {
            self.path = path
            self.reason = reason
        }

        var testDescription: String { "\(path): \(reason)" }
    }
}
