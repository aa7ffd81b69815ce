import Ballooning
import Glibc
import Xen

extension Agent {
    /// Publishes what has changed since the last round. A steady host costs no request and no text.
    func publish(at now: Instant) throws(StoreError) {
        guard plan.decisions != publishedDecisions || plan.host != publishedHost else { return }
        var values: [(path: String, text: String)] = []
        if publishedHost == nil {
            values.append(("version", BallastVersion.current))
            values.append(("pid", "\(getpid())"))
        }
        if plan.host != publishedHost { values.append(contentsOf: hostTexts()) }
        let before = Dictionary(publishedDecisions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let present = Set(plan.decisions.map(\.id))
        var gone = before.keys.filter { !present.contains($0) }.sorted().map { "domain/\($0)" }
        for (index, decision) in plan.decisions.enumerated() where before[decision.id] != decision {
            let record = inventory.records[index]
            values.append(contentsOf: texts(of: decision, record: record, at: now))
            if record.hold == nil { gone.append("domain/\(decision.id)/held-until") }
            if record.publishedTarget == nil { gone.append("domain/\(decision.id)/target") }
        }
        do {
            try status.publish(values, removing: gone, to: store)
            publishedDecisions = plan.decisions
            publishedHost = plan.host
        } catch {
            guard error.code != .disconnected else { throw error }
            // The status is a comfort; balancing goes on without it, and the next round tries again.
            troubles.note("cannot publish the status", "\(error)", to: logger)
        }
    }

    private func hostTexts() -> [(path: String, text: String)] {
        [
            ("level", plan.host.level.description),
            ("free", text(snapshot.memory.free)),
            ("reserve", text(plan.host.reserve)),
            ("budget", text(plan.host.budget)),
            ("reservations", text(plan.host.reserved)),
        ]
    }

    private func texts(
        of decision: DomainDecision,
        record: DomainRecord,
        at now: Instant
    ) -> [(path: String, text: String)] {
        let home = "domain/\(decision.id)/"
        var texts = [
            (home + "uuid", "\(record.info.uuid)"),
            (home + "goal", text(decision.goal)),
            (home + "pool", text(decision.pool)),
            (home + "offset", text(decision.offset)),
            (home + "state", decision.state.rawValue),
            (home + "reason", "\(decision.reason)"),
        ]
        if let target = record.publishedTarget { texts.append((home + "target", "\(target.count)")) }
        if let hold = record.hold {
            let left = (hold.until - now).count / 1000
            texts.append((home + "held-until", "\(clock.wallSeconds() + left)"))
        }
        return texts
    }

    private func text(_ amount: Pages) -> String {
        "\(amount.kib.count)"
    }
}

extension DomainRecord {
    /// The target that Ballast wrote, or holds: after a restart, any other one is an administrator's.
    fileprivate var publishedTarget: KiB? {
        ownTarget ?? hold?.target
    }
}
