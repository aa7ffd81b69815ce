public import Administration
import Ballooning
import Xen

/// Why a guest has this much memory, in three sentences with numbers, and one more where its guest says nonsense.
public struct ExplanationText: Sendable {
    private let domain: DomainStatus
    private let now: Int64

    /// Explains a domain.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    public init(_ domain: DomainStatus, now: Int64) {
        self.domain = domain
        self.now = now
    }

    /// What it holds, what it needs, what is wrong with what it says, and what became of that.
    public var sentences: [String] {
        [holding, need, complaint, decision].compactMap(\.self)
    }

    private var holding: String {
        let name = "\(domain.label) (domid \(domain.id))"
        guard let current = domain.current else { return "What \(name) holds has not been published." }
        var text = "\(name) holds \(MemorySize(current))"
        if let goal = domain.goal {
            switch current - goal {
            case .zero: text += ", which is what it needs"
            case let more where more > .zero:
                text += ", \(MemorySize(more)) more than the \(MemorySize(goal)) that it needs"
            case let less: text += ", \(MemorySize(.zero - less)) less than the \(MemorySize(goal)) that it needs"
            }
        }
        if let floor = domain.floor, let ceiling = domain.ceiling {
            text += floor == ceiling ? "" : ", and may hold from \(MemorySize(floor)) to \(MemorySize(ceiling))"
        }
        return text + "."
    }

    private var need: String {
        guard let estimate = domain.estimate else {
            return domain.id == .zero
                ? "dom0 is not asked what it needs; its goal is \(size(domain.goal))."
                : "It does not report what it needs, so that its goal of \(size(domain.goal)) follows from its bounds."
        }
        let stall = domain.stall.map { "\($0) of its time" } ?? "none of its time"
        let report = "Its report says that it needs \(MemorySize(estimate))"
        if let headroom = domain.headroom, headroom > .zero {
            let why = isCalm ? "since it has waited for memory lately" : "since it waits for memory \(stall)"
            return "\(report), and it gets \(MemorySize(headroom)) on top, \(why)."
        }
        if let goal = domain.goal, goal > estimate, goal == domain.floor {
            return "\(report), which its floor raises to \(MemorySize(goal)); it waits for memory \(stall)."
        }
        if let goal = domain.goal, goal < estimate {
            return "\(report), of which it can get \(MemorySize(goal)); it waits for memory \(stall)."
        }
        return "\(report), and it waits for memory \(stall)."
    }

    private var complaint: String? {
        domain.complaint.map { "Its own word does not count: \($0)." }
    }

    /// Whether its stall is none that would be shown.
    private var isCalm: Bool {
        (domain.stall?.microsecondsPerSecond ?? 0) < 500
    }

    private var decision: String {
        // A reason has a colon of its own.
        var text = "It counts as \(domain.state ?? "unknown") (\(domain.reason ?? "no reason was published"))"
        if let target = domain.target {
            text += "; its target is \(MemorySize(target))"
            if let write = domain.lastWrite {
                text += " since \(LocalTime.text(write.second, now: now)), before that \(MemorySize(write.before))"
            }
        }
        if let until = domain.heldUntil {
            text += "; its size is the administrator's until \(LocalTime.text(until, now: now))"
        }
        return text + "."
    }

    private func size(_ amount: KiB?) -> String {
        amount.map { MemorySize($0).description } ?? "unknown size"
    }
}
