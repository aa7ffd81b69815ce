import Ballooning
import Glibc
import Xen

extension Agent {
    /// Publishes what has changed since the last round. A steady host costs no request and no text.
    func publish(at now: Instant) throws(StoreError) {
        guard isStatusStale || plan.decisions != publishedDecisions || plan.host != publishedHost else { return }
        var values: [(path: String, text: String?)] = []
        if publishedHost == nil {
            values.append(("version", BallastVersion.current))
            values.append(("pid", "\(getpid())"))
        }
        if plan.host != publishedHost { values.append(contentsOf: hostTexts()) }
        values.append(contentsOf: reclaimTexts(at: now))
        let before = Dictionary(publishedDecisions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let present = Set(plan.decisions.map(\.id))
        var gone = before.keys.filter { !present.contains($0) }.sorted().map { "domain/\($0)" }
        for (index, decision) in plan.decisions.enumerated() where isStatusStale || before[decision.id] != decision {
            values.append(contentsOf: texts(of: decision, record: inventory.records[index]))
        }
        gone += values.filter { $0.text == nil }.map(\.path)
        do {
            try status.publish(
                values.compactMap { value in value.text.map { (value.path, $0) } },
                removing: gone,
                to: store
            )
            publishedDecisions = plan.decisions
            publishedHost = plan.host
            isStatusStale = false
        } catch {
            guard error.code != .disconnected else { throw error }
            // The status is a comfort; balancing goes on without it, and the next round tries again.
            trouble("cannot publish the status", error, from: .store)
        }
    }

    private func hostTexts() -> [(path: String, text: String?)] {
        [
            ("level", plan.host.level.description),
            ("total", text(snapshot.memory.total)),
            ("free", text(snapshot.memory.free)),
            ("reserve", text(plan.host.reserve)),
            ("budget", text(plan.host.budget)),
            ("reservations", text(plan.host.reserved)),
        ]
    }

    /// The latest squeeze of each reclaimer.
    private func reclaimTexts(at now: Instant) -> [(path: String, text: String?)] {
        Reclaimer.allCases.flatMap { reclaimer -> [(path: String, text: String?)] in
            guard let entry = ledger.entries[reclaimer] else { return [] }
            func wall(_ instant: Instant) -> String { "\(clock.wallSeconds() - (now - instant).count / 1000)" }
            let texts = [
                ("count", "\(ledger.counts[reclaimer] ?? 0)"),
                ("began", wall(entry.began)),
                ("ended", entry.ended.map(wall)),
                ("asked", text(entry.asked)),
                ("before", text(entry.before)),
                ("after", text(entry.after)),
                ("took-ms", entry.gaveAt.map { "\(($0 - entry.began).count)" }),
            ]
            return texts.map { ("squeeze/\(reclaimer.rawValue)/\($0.0)", $0.1) }
        }
    }

    /// What is shown of a domain; nil stands for a node that is not to be there.
    private func texts(
        of decision: DomainDecision,
        record: DomainRecord
    ) -> [(path: String, text: String?)] {
        let pinned = keeper?.backEnds.account.sums
        let texts = [
            ("uuid", "\(record.info.uuid)"),
            ("name", record.nodes.name),
            ("state", decision.state.rawValue),
            ("reason", "\(decision.reason)"),
            ("current", text(decision.current)),
            ("floor", text(decision.floor)),
            ("goal", text(decision.goal)),
            ("ceiling", text(decision.ceiling)),
            ("target", record.publishedTarget.map { "\($0.count)" }),
            ("pool", text(decision.pool)),
            ("backend-pool", pinned?.byGuest[decision.id].map { text($0) }),
            ("backend-served", pinned?.byServer[decision.id].map { text($0) }),
            ("offset", text(decision.offset)),
            ("headroom", text(decision.headroom)),
            ("estimate", decision.estimate.map { text($0) }),
            ("stall", text(decision.stall)),
            ("last-write", record.lastWrite),
            ("held-until", record.heldUntil(at: clock.wallSeconds()).map { "\($0)" }),
        ]
        return texts.map { ("domain/\(decision.id)/\($0.0)", $0.1) }
    }

    private func text(_ amount: Pages) -> String {
        "\(amount.kib.count)"
    }

    /// In whole milliseconds a second, written as microseconds: a calm guest's rate never quite rests.
    private func text(_ stall: StallRate) -> String {
        "\(stall.microsecondsPerSecond / 1000 * 1000)"
    }
}

extension DomainRecord {
    /// When the domain is balanced again, in seconds since 1970; nil if it is not held, or until it is released.
    fileprivate func heldUntil(at wallSeconds: Int64) -> Int64? {
        if let pin, pin.isInForce(at: wallSeconds) { return pin.until }
        return hold?.wallSeconds
    }

    /// The target that Ballast wrote, or holds: after a restart, any other one is an administrator's.
    fileprivate var publishedTarget: KiB? {
        ownTarget ?? hold?.target
    }
}
