import Ballooning
import Logging
import Xen

extension Agent {
    /// Restores what a run before this one squeezed and did not live to restore.
    func recoverSqueeze() throws(StoreError) {
        guard let keeper, !options.isDryRun else { return }
        do {
            guard let limit = try BackEndSqueeze.recover(keeper.module, in: store) else { return }
            logger.notice(
                "limit of the disk pools, left squeezed by an earlier run, is restored",
                metadata: ["limit.pages": "\(limit.count)"]
            )
        } catch {
            try note(error)
        }
    }

    /// Has dom0's reclaimers do what the plan asks of them, and tells what began and what ended.
    func reclaim(at now: Instant) throws(StoreError) {
        noteLevel()
        let before = keeper?.backEnds.account.sums
        defer {
            keeper?.takeStock(at: now)
            if keeper?.backEnds.account.sums != before { isStatusStale = true }
            noteReclaimers(before?.squeezable ?? .zero, at: now)
        }
        guard !options.isDryRun else { return }
        do {
            note(try keeper?.act(on: plan, for: squeezeDuration, at: now, in: store))
        } catch {
            try note(error)
        }
        try wakeBalloon(at: now)
    }

    /// Has dom0's balloon driver woken if it sleeps over what the pools gave.
    private func wakeBalloon(at now: Instant) throws(StoreError) {
        do {
            guard let owed = try keeper?.takeBack(at: now, in: store) else { return }
            logger.info("dom0's balloon is woken", metadata: ["owed.kib": "\(owed.kib.count)"])
        } catch {
            if error.code == .disconnected { throw error }
            trouble("cannot wake dom0's balloon", error, from: .controlDomain)
        }
    }

    /// Has dom0's disk pools squeezed if its kernel has called, before anything else is done or read.
    func answerAlarm(at now: Instant) throws(StoreError) {
        guard !options.isDryRun else { return }
        do {
            note(try keeper?.answerAlarm(for: squeezeDuration, at: now, in: store))
        } catch {
            try note(error)
        }
    }

    private var squeezeDuration: Milliseconds { settings.settings.profile(0).squeezeDuration }

    /// Restores what is squeezed, at the end of the agent's work.
    func endSqueeze() throws(StoreError) {
        do {
            note(try keeper?.end(in: store))
        } catch {
            try note(error)
        }
    }

    private func note(_ action: ControlDomainKeeper.Action?) {
        switch action {
        case .lowered(let limit, let alarmed):
            var data: Logger.Metadata = ["limit.before.pages": "\(limit.count)"]
            if let alarmed { data["since.alarm.ms"] = "\((clock.now() - alarmed).count)" }
            logger.notice("disk pools are squeezed", metadata: data)
        case .restored(let limit):
            logger.notice("squeeze of the disk pools is over", metadata: ["limit.pages": "\(limit.count)"])
        case nil: break
        }
    }

    private func note(_ error: BackEndSqueezeError) throws(StoreError) {
        if case .store(let error) = error, error.code == .disconnected { throw error }
        trouble("cannot squeeze the disk pools", error, from: .controlDomain)
    }

    /// Each change of the host's pressure is told once.
    private func noteLevel() {
        if plan.host.level != notedLevel {
            logger.notice(
                "host's pressure has changed",
                metadata: [
                    "pressure.before": "\(notedLevel)", "pressure": "\(plan.host.level)",
                    "free.kib": "\(snapshot.memory.free.kib.count)", "reserve.kib": "\(plan.host.reserve.kib.count)",
                ]
            )
            notedLevel = plan.host.level
        }
        let isPressed = plan.host.reclaim.backEndPools > .zero
        guard isPressed != notedControlDomain else { return }
        var data: Logger.Metadata = ["stall.us": "\(snapshot.controlDomain.stall.microsecondsPerSecond)"]
        if let available = snapshot.controlDomain.available { data["available.kib"] = "\(available.kib.count)" }
        logger.notice(isPressed ? "dom0 is short of memory" : "dom0 has memory again", metadata: data)
        notedControlDomain = isPressed
    }

    private func noteReclaimers(_ squeezableBefore: Pages, at now: Instant) {
        let view = ReclaimView(
            plan: plan,
            squeezableBefore: squeezableBefore,
            squeezable: keeper?.backEnds.account.sums.squeezable ?? .zero
        )
        let lasting: Set<Reclaimer> = keeper?.squeeze.isOn == true ? [.backEndPools] : []
        let before = ledger.entries
        defer { if ledger.entries != before { isStatusStale = true } }
        for change in ledger.note(view, lasting: lasting, at: now) {
            switch change {
            case .began(let reclaimer, let entry):
                meters.note(squeezeOf: reclaimer)
                logger.notice(
                    "memory is called back",
                    metadata: [
                        "reclaimer": "\(reclaimer.rawValue)", "asked.kib": "\(entry.asked.kib.count)",
                        "before.kib": "\(entry.before.kib.count)",
                    ]
                )
            case .ended(let reclaimer, let entry):
                logger.notice(
                    "calling memory back is over",
                    metadata: [
                        "reclaimer": "\(reclaimer.rawValue)", "asked.kib": "\(entry.asked.kib.count)",
                        "before.kib": "\(entry.before.kib.count)", "after.kib": "\(entry.after.kib.count)",
                        "milliseconds": "\(((entry.gaveAt ?? now) - entry.began).count)",
                    ]
                )
            }
        }
    }
}
