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
        var domains: [DomainID: PublishedDomain] = [:]
        domains.reserveCapacity(plan.decisions.count)
        let pinned = keeper?.backEnds.account.sums
        let wallSeconds = clock.wallSeconds()
        for (decision, record) in zip(plan.decisions, inventory.records) {
            let domain = PublishedDomain(
                decision: decision,
                uuid: record.info.uuid,
                name: record.nodes.name,
                target: record.publishedTarget,
                lastWrite: record.lastWrite,
                heldUntil: record.heldUntil(at: wallSeconds),
                complaint: record.complaint,
                pinned: pinned?.byGuest[decision.id],
                served: pinned?.byServer[decision.id]
            )
            domains[decision.id] = domain
            guard publishedDomains[decision.id] != domain else { continue }
            values.append(contentsOf: domain.texts.map { ("domain/\(decision.id)/\($0.name)", $0.text) })
        }
        let gone = publishedDomains.keys.filter { domains[$0] == nil }.map { "domain/\($0)" }
        do {
            try status.publish(values, removing: gone, to: store)
            publishedDecisions = plan.decisions
            publishedDomains = domains
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

    private func text(_ amount: Pages) -> String {
        "\(amount.kib.count)"
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
