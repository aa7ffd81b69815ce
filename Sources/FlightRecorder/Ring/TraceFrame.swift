import Ballooning
import Xen

/// One record of a trace.
enum TraceFrame: Codable {
    /// What the balancer remembered before the first round that follows, and the build that it was.
    case start(version: String, history: History)
    /// A round, as far as it differs from the one before.
    case round(RoundFrame)
}

/// A round, as far as it differs from the one before in the same half of the file.
struct RoundFrame: Codable {
    /// Seconds since 1970.
    var wallSeconds: Int64
    /// The snapshot without its domains.
    var host: HostSnapshot
    /// Whether the domains are others than before: then all of them are here.
    var isWhole: Bool
    var domains: [Changed<DomainSnapshot>]
    /// The domains' names; nil if they are the same.
    var names: [String]?
    /// The settings; nil if they are the same.
    var settings: Settings?
    /// The plan without its decisions.
    var plan: Plan
    var decisions: [Changed<DomainDecision>]
    /// What became of each of the plan's writes; empty where they were not made.
    var outcomes: [WriteOutcome]

    /// One of a list, and where it stands.
    struct Changed<Value: Codable>: Codable {
        var index: Int
        var value: Value
    }

    /// What differs between a round and the one before.
    init(_ round: RecordedRound, after before: RecordedRound?) {
        wallSeconds = round.wallSeconds
        host = round.snapshot
        host.domains = []
        plan = round.plan
        plan.decisions = []
        outcomes = round.outcomes
        let old = before?.snapshot.domains ?? []
        let isWhole =
            before == nil
            || !old.elementsEqual(round.snapshot.domains) { first, second in
                first.info.id == second.info.id && first.info.uuid == second.info.uuid
            }
        self.isWhole = isWhole
        domains = Self.changes(from: isWhole ? [] : old, to: round.snapshot.domains)
        decisions = Self.changes(from: isWhole ? [] : before?.plan.decisions ?? [], to: round.plan.decisions)
        names = before?.names == round.names ? nil : round.names
        settings = before?.settings == round.settings ? nil : round.settings
    }

    private static func changes<Value: Equatable>(from old: [Value], to new: [Value]) -> [Changed<Value>] {
        new.indices.compactMap { index in
            index < old.count && old[index] == new[index] ? nil : Changed(index: index, value: new[index])
        }
    }

    /// The round, given the one before.
    func round(after before: RecordedRound?) throws(TraceError) -> RecordedRound {
        var snapshot = host
        snapshot.domains = try Self.applied(domains, to: isWhole ? [] : before?.snapshot.domains ?? [])
        // The policy relies on the order of the domids.
        guard zip(snapshot.domains, snapshot.domains.dropFirst()).allSatisfy({ $0.info.id < $1.info.id }) else {
            throw .malformed
        }
        var plan = plan
        plan.decisions = try Self.applied(decisions, to: isWhole ? [] : before?.plan.decisions ?? [])
        guard let settings = settings ?? before?.settings, let names = names ?? before?.names,
            names.count == snapshot.domains.count, plan.decisions.count == snapshot.domains.count,
            outcomes.isEmpty || outcomes.count == plan.writes.count
        else { throw .malformed }
        return RecordedRound(
            wallSeconds: wallSeconds,
            snapshot: snapshot,
            names: names,
            settings: settings,
            plan: plan,
            outcomes: outcomes
        )
    }

    private static func applied<Value>(_ changes: [Changed<Value>], to old: [Value]) throws(TraceError) -> [Value] {
        var new = old
        for change in changes {
            if change.index == new.count {
                new.append(change.value)
            } else {
                guard new.indices.contains(change.index) else { throw .malformed }
                new[change.index] = change.value
            }
        }
        return new
    }
}
