import Ballooning
import Xen

/// What is shown of a domain: compared as it is, and put into words only where it has changed.
struct PublishedDomain: Equatable {
    var decision: DomainDecision
    var uuid: DomainUUID
    var name: String?
    /// The target that Ballast wrote, or holds.
    var target: KiB?
    var lastWrite: String?
    /// When the domain is balanced again, in seconds since 1970.
    var heldUntil: Int64?
    /// What is wrong with what its guest says.
    var complaint: GuestComplaint?
    /// What others pin in their memory to serve its devices, and what it pins to serve those of others.
    var pinned: Pages?
    var served: Pages?

    /// The nodes below the domain's own; nil stands for one that is not to be there.
    var texts: [(name: String, text: String?)] {
        [
            ("uuid", "\(uuid)"),
            ("name", name),
            ("state", decision.state.rawValue),
            ("reason", "\(decision.reason)"),
            ("current", text(decision.current)),
            ("floor", text(decision.floor)),
            ("goal", text(decision.goal)),
            ("ceiling", text(decision.ceiling)),
            ("target", target.map { "\($0.count)" }),
            ("pool", text(decision.pool)),
            ("backend-pool", pinned.map(text)),
            ("backend-served", served.map(text)),
            ("offset", text(decision.offset)),
            ("headroom", text(decision.headroom)),
            ("estimate", decision.estimate.map(text)),
            ("stall", stall),
            ("last-write", lastWrite),
            ("held-until", heldUntil.map { "\($0)" }),
            ("complaint", complaint.map { "\($0)" }),
        ]
    }

    private func text(_ amount: Pages) -> String {
        "\(amount.kib.count)"
    }

    /// In whole milliseconds a second, written as microseconds: a calm guest's rate never quite rests.
    private var stall: String {
        "\(decision.stall.microsecondsPerSecond / 1000 * 1000)"
    }
}
