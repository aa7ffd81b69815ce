public import Xen

/// A reservation with what the agent has answered. What it has not answered is nil.
public struct ReservationStatus: Sendable, Hashable {
    /// The name of its node.
    public var id: String
    /// `asked`, `granted`, `refused` or `ended`.
    public var state: String?
    /// Whom it is for.
    public var beneficiary: String?
    /// When it lapses, in seconds since 1970.
    public var expires: Int64?
    /// What is kept for it.
    public var granted: KiB?
    /// The least that it needs.
    public var needed: KiB?
    /// What could be handed out at once.
    public var free: KiB?
    /// What the domains could give on top without going below their floors.
    public var reclaimable: KiB?
    /// The domains that hold memory and do not give it.
    public var blockers: [String]
    /// The agent's own sentence.
    public var answer: String?

    /// Reads a reservation from its nodes, by their names.
    init(_ id: String, _ nodes: [String: String]) {
        func amount(_ key: String) -> KiB? { nodes[key].flatMap { KiB(parsing: $0.utf8) } }
        self.id = id
        state = nodes["state"]
        beneficiary = nodes["for"]
        expires = nodes["expires"].flatMap { Int64($0) }
        granted = amount("granted")
        needed = amount("needed") ?? amount("min")
        free = amount("free")
        reclaimable = amount("reclaimable")
        blockers = (nodes["blockers"] ?? "").split { $0 == " " || $0 == "," }.map(String.init)
        answer = nodes["answer"]
    }

    /// Whether the memory is kept.
    public var isGranted: Bool { state == "granted" }

    /// Whether the agent has said its last word.
    public var isAnswered: Bool { state != nil && state != "asked" }

    /// One line that says why the memory is not there.
    public var refusal: String {
        func text(_ amount: KiB?) -> String { amount.map { MemorySize($0).description } ?? "?" }
        guard free != nil else {
            return "the reservation is \(state ?? "not answered"): \(answer ?? "no reason given")"
        }
        let who =
            blockers.isEmpty
            ? "" : "; these domains hold memory and do not give it: " + blockers.joined(separator: ", ")
        return "not enough memory: \(text(needed)) needed, \(text(free)) free, \(text(reclaimable)) reclaimable\(who)"
    }
}
