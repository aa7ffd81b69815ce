import Ballooning
import Glibc
import Xen

extension Agent {
    /// Publishes what has changed since the last round. A steady host costs no request and no text, a domain that stays
    /// as it is one comparison.
    ///
    /// - Returns: whether that was all; what is left is for the next round.
    func publish(at now: Instant) throws(StoreError) -> Bool {
        let wasStale = isStatusStale
        let changed = markChangedDomains()
        // Each has its turn, even where the first ones change all the time.
        let first = changed.firstIndex { $0.index >= nextPublished } ?? changed.startIndex
        let domains = (changed[first...] + changed[..<first]).prefix(Self.mostPublished)
        guard wasStale || !domains.isEmpty || plan.host != publishedHost else { return true }
        var values: [(path: String, text: String?)] = []
        if publishedHost == nil {
            values.append(("version", BallastVersion.current))
            values.append(("pid", "\(getpid())"))
        }
        if plan.host != publishedHost { values.append(contentsOf: hostTexts()) }
        values.append(contentsOf: reclaimTexts(at: now))
        for (index, domain) in domains {
            let id = plan.decisions[index].id
            values.append(contentsOf: domain.texts.map { ("domain/\(id)/\($0.name)", $0.text) })
        }
        let gone = wasStale ? publishedDomains.keys.filter { inventory.index(of: $0) == nil } : []
        do {
            try status.publish(values, removing: gone.map { "domain/\($0)" }, to: store)
        } catch {
            guard error.code != .disconnected else { throw error }
            // The status is a comfort; balancing goes on without it, and the next round tries again.
            trouble("cannot publish the status", error, from: .store)
            isStatusStale = true
            return true
        }
        for id in gone { publishedDomains[id] = nil }
        for (index, domain) in domains {
            publishedDomains[plan.decisions[index].id] = domain
            inventory.update(at: index) { $0.isUnpublished = false }
        }
        publishedHost = plan.host
        nextPublished = (domains.last?.index ?? 0) + 1
        return domains.count == changed.count
    }

    /// How many domains are published in a round at most: a guest that calls is not to wait for a thousand others.
    private static let mostPublished = 64

    /// The domains that are other than they are published, by their place in the plan. They are marked, and from then on
    /// the mark alone says so.
    private func markChangedDomains() -> [(index: Int, domain: PublishedDomain)] {
        let pinned = keeper?.backEnds.account.sums
        let wallSeconds = clock.wallSeconds()
        let decisions = plan.decisions
        // Taken out while it is changed: an array that is shared would be copied.
        var compared: [DomainDecision] = []
        swap(&compared, &comparedDecisions)
        var domains: [(index: Int, domain: PublishedDomain)] = []
        for index in decisions.indices {
            let isKnown = !isStatusStale && index < compared.count && compared[index] == decisions[index]
            guard !isKnown || inventory.records[index].isUnpublished else { continue }
            if index < compared.count { compared[index] = decisions[index] } else { compared.append(decisions[index]) }
            let record = inventory.records[index]
            let domain = PublishedDomain(
                decision: decisions[index],
                uuid: record.info.uuid,
                name: record.nodes.name,
                target: record.publishedTarget,
                lastWrite: record.lastWrite,
                heldUntil: record.heldUntil(at: wallSeconds),
                complaint: record.complaint,
                pinned: pinned?.byGuest[decisions[index].id],
                served: pinned?.byServer[decisions[index].id]
            )
            let isUnpublished = publishedDomains[decisions[index].id] != domain
            inventory.update(at: index) { $0.isUnpublished = isUnpublished }
            if isUnpublished { domains.append((index, domain)) }
        }
        compared.removeLast(max(0, compared.count - decisions.count))
        comparedDecisions = compared
        isStatusStale = false
        return domains
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
