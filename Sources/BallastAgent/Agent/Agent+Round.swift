import Ballooning
import Logging
import Xen

extension Agent {
    /// Looks at the host, has a plan made and carries it out. A round that cannot see the host changes nothing.
    func round(at now: Instant) throws(StoreError) {
        // Should this round fail, the next one starts from what Xen says then.
        nextRound = now + Self.retryInterval
        let began = clock.stopwatch()
        do {
            snapshot.memory = try hypervisor.hostMemory()
        } catch {
            trouble("cannot read the host's memory", error, from: .hypervisor)
            return
        }
        endHolds(at: now)
        snapshot.now = now
        let threshold = settings.settings.host.controlDomainStall
        snapshot.controlDomain = keeper?.look(at: now, threshold: threshold) ?? .none
        let wallSeconds = clock.wallSeconds()
        if let migrating = keeper?.migratingDomains(at: now) { inventory.markMigrating(migrating) }
        inventory.renew(&snapshot, wallSeconds: wallSeconds)
        reservations.fill(&snapshot, from: inventory, wallSeconds: wallSeconds)
        balancer.plan(snapshot, settings: settings.settings, into: &plan)
        // Before anything else: a dom0 without memory is slow at all that follows.
        try reclaim(at: now)
        try answerReservations()
        let writes = try carryOut(plan.writes)
        remember(plan.decisions)
        try provideGuests()
        let isPublished = options.isDryRun ? true : try publish(at: now)
        nextRound = plan.nextDeadline
        if plan.waiting > .zero { nextRound = min(nextRound, now + Self.waitingInterval) }
        nextRound = min(nextRound, snapshot.nextExpiry ?? nextRound)
        if let keeper { nextRound = min(nextRound, keeper.nextLook(after: now)) }
        if let pause = options.longestPause { nextRound = min(nextRound, now + pause) }
        if !inventory.isFullyRead { nextRound = min(nextRound, now + Inventory.guestReadSpacing) }
        nextRound = max(nextRound, now + Self.shortestInterval)
        if writes.count > Self.mostWrites || !isPublished { nextRound = now }
        observe(writes, duration: clock.stopwatch() - began)
    }

    /// The time to the next round after one that failed.
    private static let retryInterval = Milliseconds.seconds(1)
    /// How often Xen's free memory is looked at while growth waits for it.
    private static let waitingInterval = Milliseconds(200)
    /// Two planned rounds are never closer than this, whatever the plan asks for.
    private static let shortestInterval = Milliseconds(20)
    /// How many writes a round makes at most. What is left is planned again at once, but not before the news have been
    /// looked at: a guest that calls is not to wait for the steps of a thousand others.
    private static let mostWrites = 64

    private func carryOut(_ writes: [PlannedWrite]) throws(StoreError) -> [RoundReport.Write] {
        var done: [RoundReport.Write] = []
        guard !options.isDryRun else { return done }
        let actuator = Actuator(store: store, hypervisor: hypervisor)
        for write in writes.prefix(Self.mostWrites) {
            let known = inventory.index(of: write.domain).flatMap { inventory.records[$0].nodes.target }
            inventory.update(write.domain) { $0.attemptedTarget = write.target?.kib }
            let outcome = try actuator.carryOut(write, knownTarget: known)
            inventory.update(write.domain) { $0.attemptedTarget = nil }
            take(outcome, of: write, knownTarget: known)
            balancer.note(outcome.verdict, of: write)
            done.append(RoundReport.Write(planned: write, outcome: outcome.verdict))
        }
        for write in writes.dropFirst(Self.mostWrites) {
            balancer.note(.postponed, of: write)
            done.append(RoundReport.Write(planned: write, outcome: .postponed))
        }
        return done
    }

    private func take(_ outcome: Actuator.Outcome, of write: PlannedWrite, knownTarget known: KiB?) {
        switch outcome {
        case .written:
            remember(write, knownTarget: known)
        case .limitRefused(let error):
            remember(write, knownTarget: known)
            trouble("cannot set a limit", error, from: .hypervisor)
        case .gone:
            logger.debug("domain went before its target was written", metadata: ["domain.id": "\(write.domain)"])
        case .overtaken:
            inventory.update(write.domain) { $0.unread.insert(.target) }
        case .storeFailed(let error):
            trouble("cannot write a target", error, from: .store)
        case .hypervisorFailed(let error):
            trouble("cannot set a limit", error, from: .hypervisor)
        }
    }

    /// Keeps in mind what was written, so that nobody else is taken for its author.
    private func remember(_ write: PlannedWrite, knownTarget known: KiB?) {
        guard let index = inventory.index(of: write.domain) else { return }
        if let flag = write.uncooperative {
            inventory.update(at: index) { $0.nodes.isMarkedUncooperative = flag }
        }
        guard let target = write.target?.kib else { return }
        status.note("\(target.count)", at: "domain/\(write.domain)/target")
        let time = clock.wallSeconds()
        inventory.update(at: index) { record in
            record.ownTarget = target
            record.nodes.target = target
            record.lastWrite = "\(time) \((known ?? .zero).count) \(target.count) \(write.reason)"
        }
        let record = inventory.records[index]
        let decision = plan.decisions.indices.contains(index) ? plan.decisions[index] : nil
        logger.info("target is written", metadata: record.metadata(of: write, decision, before: known))
    }

    private func remember(_ decisions: [DomainDecision]) {
        for index in decisions.indices where snapshot.domains[index].knownOffset != decisions[index].offset {
            inventory.update(at: index) { $0.knownOffset = decisions[index].offset }
        }
    }

    private func observe(_ writes: [RoundReport.Write], duration: Duration) {
        let report = RoundReport(
            snapshot: snapshot,
            settings: settings.settings,
            plan: plan,
            writes: writes,
            history: balancer.history,
            duration: duration,
            records: inventory.records
        )
        let pools = keeper?.backEnds.account.sums.byGuest ?? [:]
        meters.note(report, elapsed: clock.stopwatch() - turnBegan, backEndPools: pools)
        observer?(report)
    }
}

extension Actuator.Outcome {
    /// What the policy is told.
    var verdict: WriteOutcome {
        switch self {
        case .written: .written
        case .gone: .gone
        case .overtaken, .storeFailed, .hypervisorFailed, .limitRefused: .failed
        }
    }
}

extension DomainRecord {
    /// Everything that the written target was worked out from, so that the log alone suffices to check it.
    fileprivate func metadata(
        of write: PlannedWrite,
        _ decision: DomainDecision?,
        before: KiB?
    ) -> Logger.Metadata {
        var data: Logger.Metadata = [
            "domain.id": "\(info.id)", "domain.name": "\(displayName)",
            "current.kib": "\(info.current.kib.count)",
            "reason": "\(write.reason)",
        ]
        if let target = write.target { data["target.kib"] = "\(target.kib.count)" }
        if let before { data["target.before.kib"] = "\(before.count)" }
        if let maximum = write.maximum { data["maxmem.kib"] = "\(maximum.count)" }
        if let decision {
            data["goal.kib"] = "\(decision.goal.kib.count)"
            data["floor.kib"] = "\(decision.floor.kib.count)"
            data["headroom.kib"] = "\(decision.headroom.kib.count)"
            data["offset.kib"] = "\(decision.offset.kib.count)"
            if let held = decision.currentAtReport { data["report.current.kib"] = "\(held.kib.count)" }
        }
        if let report = guest.report {
            data["report.seq"] = "\(report.sequence)"
            data["report.total.kib"] = "\(report.total.kib.count)"
            if let held = report.held { data["report.balloon-current.kib"] = "\(held.kib.count)" }
            if let available = report.available { data["report.available.kib"] = "\(available.kib.count)" }
            if let committed = report.committed { data["report.committed.kib"] = "\(committed.kib.count)" }
        }
        return data
    }
}
