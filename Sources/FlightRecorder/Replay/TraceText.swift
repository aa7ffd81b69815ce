import Ballooning
import Glibc
import Xen

/// A trace in lines that a person can read.
public enum TraceText {
    /// A round: the host, and what was written.
    public static func lines(of round: RecordedRound) -> [String] {
        let memory = round.snapshot.memory
        let head =
            "\(time(round.wallSeconds)) \(round.snapshot.domains.count) domains, \(size(memory.free)) of "
            + "\(size(memory.total)) free, reserve \(size(round.plan.host.reserve)), pressure \(round.plan.host.level)"
        return [head]
            + round.plan.writes.enumerated().map { index, write in
                let outcome = round.outcomes.indices.contains(index) ? round.outcomes[index] : nil
                return "  " + line(of: write, in: round) + (outcome == .written ? "" : " (\(word(outcome)))")
            }
    }

    /// What a replayed round does otherwise than the recorded one; no line if nothing.
    public static func differences(of round: TraceReplay.Round) -> [String] {
        guard !round.isEqual else { return [] }
        let recorded = round.recorded
        var lines: [String] = []
        for (index, name) in recorded.names.enumerated() {
            let id = recorded.snapshot.domains[index].info.id
            let before = recorded.plan.decisions[index]
            guard round.plan.decisions.indices.contains(index) else { continue }
            let now = round.plan.decisions[index]
            if before.target != now.target || before.goal != now.goal {
                lines.append(
                    "  \(name) (\(id)): goal \(size(now.goal)) instead of \(size(before.goal)), target "
                        + "\(now.target.map(size) ?? "none") instead of \(before.target.map(size) ?? "none"): \(now.reason)"
                )
            }
        }
        if lines.isEmpty { lines.append("  the same targets, for other reasons or at other times") }
        return [time(recorded.wallSeconds)] + lines
    }

    private static func line(of write: PlannedWrite, in round: RecordedRound) -> String {
        let index = round.snapshot.domains.firstIndex { $0.info.id == write.domain }
        let name = index.map { round.names[$0] } ?? "domain \(write.domain)"
        let before = index.flatMap { round.snapshot.domains[$0].target }
        var text = "\(name) (\(write.domain)):"
        if let target = write.target { text += " target \(before.map(size) ?? "none") to \(size(target))" }
        if let maximum = write.maximum { text += " limit \(size(Pages(flooring: maximum)))" }
        return text + ": \(write.reason)"
    }

    private static func word(_ outcome: WriteOutcome?) -> String {
        switch outcome {
        case .written: "written"
        case .gone: "the domain had gone"
        case .failed: "failed"
        case .postponed: "postponed"
        case nil: "not written"
        }
    }

    /// MiB, with one digit behind the point.
    private static func size(_ pages: Pages) -> String {
        let tenths = pages.count * 10 / 256
        return "\(tenths / 10).\(abs(tenths % 10)) MiB"
    }

    /// UTC, since a trace travels.
    private static func time(_ seconds: Int64) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) \(two(parts.tm_hour)):"
            + "\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
