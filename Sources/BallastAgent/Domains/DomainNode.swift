import Xen

/// The nodes below a domain's home that the agent reads.
enum DomainNode: String, CaseIterable {
    /// What the toolstack calls the domain.
    case name = "name"
    /// The balloon target, KiB. The agent writes it, and so does an administrator with `xl mem-set`.
    case target = "memory/target"
    /// The most that the domain was built for, KiB.
    case staticMaximum = "memory/static-max"
    /// What of the domain's memory is its video RAM, KiB.
    case videoRAM = "memory/videoram"
    /// The least that the toolstack lets the domain fall to, KiB.
    case dynamicMinimum = "memory/dynamic-min"
    /// The most that the toolstack lets the domain rise to, KiB.
    case dynamicMaximum = "memory/dynamic-max"
    /// There if the domain was published as one that does not follow its target.
    case uncooperative = "memory/uncooperative"
    /// What the guest agent says of the guest's memory.
    case report = "data/ballast/report"
    /// What the guest agent asks for at once.
    case urgent = "data/ballast/urgent"
    /// What Qubes' meminfo-writer says: used memory, KiB.
    case qubesUsed = "memory/meminfo"
    /// What XAPI's guest tools say: free memory, KiB.
    case xapiFree = "data/meminfo_free"
    /// What XAPI's guest tools say: total memory, KiB.
    case xapiTotal = "data/meminfo_total"

    /// Where watches are set: few enough to be cheap, and none on the whole of what a guest may write.
    static let watched = ["name"] + noisy

    /// The watches that a guest can set off: `memory` only where `memory/meminfo` is the guest's.
    static let noisy = ["memory", "data/ballast", "data/meminfo_free"]

    /// Whether the guest writes the node, so that both what it says and how often it says so are up to a stranger.
    var isWrittenByGuest: Bool {
        switch self {
        case .report, .urgent, .qubesUsed, .xapiFree, .xapiTotal: true
        case .name, .target, .staticMaximum, .videoRAM, .dynamicMinimum, .dynamicMaximum, .uncooperative: false
        }
    }

    /// The nodes that may have changed when a watch below a home fires for `path`, which is relative to that home.
    static func touched(by path: Substring) -> DomainNodeSet {
        if let node = DomainNode(rawValue: String(path)) {
            // The tools write the total first and the free memory last, and only the latter is watched.
            return node == .xapiFree ? [.xapiFree, .xapiTotal] : [node]
        }
        // The node itself is above those that matter: it came, or it went with all of them.
        var nodes = DomainNodeSet()
        for node in allCases where path.isEmpty || node.rawValue.hasPrefix(path + "/") { nodes.insert(node) }
        return nodes
    }
}

/// A set of ``DomainNode`` in one word.
struct DomainNodeSet: Equatable, Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt16 = 0

    init() {}

    init(arrayLiteral nodes: DomainNode...) {
        for node in nodes { insert(node) }
    }

    /// All nodes there are.
    static let all: DomainNodeSet = {
        var set = DomainNodeSet()
        for node in DomainNode.allCases { set.insert(node) }
        return set
    }()

    var isEmpty: Bool { bits == 0 }

    func contains(_ node: DomainNode) -> Bool { bits & Self.bit(of: node) != 0 }

    mutating func insert(_ node: DomainNode) { bits |= Self.bit(of: node) }

    mutating func remove(_ node: DomainNode) { bits &= ~Self.bit(of: node) }

    mutating func formUnion(_ other: DomainNodeSet) { bits |= other.bits }

    /// Whether an event about these nodes may be a guest's doing: it touches a node that the guest writes, or none that
    /// means anything, as a guest can make below `data/ballast` at will.
    var mayBeGuestNoise: Bool {
        isEmpty || DomainNode.allCases.contains { contains($0) && $0.isWrittenByGuest }
    }

    private static func bit(of node: DomainNode) -> UInt16 {
        switch node {
        case .name: 1 << 0
        case .target: 1 << 1
        case .staticMaximum: 1 << 2
        case .videoRAM: 1 << 3
        case .dynamicMinimum: 1 << 4
        case .dynamicMaximum: 1 << 5
        case .report: 1 << 6
        case .urgent: 1 << 7
        case .qubesUsed: 1 << 8
        case .xapiFree: 1 << 9
        case .xapiTotal: 1 << 10
        case .uncooperative: 1 << 11
        }
    }
}
