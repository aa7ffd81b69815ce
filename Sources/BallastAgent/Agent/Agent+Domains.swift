import Ballooning
import Logging
import Xen

extension Agent {
    /// Asks the hypervisor which domains there are, and begins or ends to watch those that came or went.
    ///
    /// - Returns: whether any came, so that there are nodes to read.
    func refreshInventory(at now: Instant) throws(StoreError) -> Bool {
        let came: [DomainID]
        let went: [DomainID]
        do {
            (came, went) = try inventory.refresh(from: hypervisor)
        } catch {
            trouble("cannot list the domains", error, from: .hypervisor)
            return false
        }
        if !went.isEmpty { isStatusStale = true }
        for id in went {
            try unwatch(id)
            keeper?.backEnds.forget(id)
            troubles.forget(id)
            logger.info("domain is gone", metadata: ["domain.id": "\(id)"])
        }
        for id in came {
            // Watches outlive the domain whose home they stand on, so that a domid handed out again between two rounds
            // has them already; setting them anew keeps one of each.
            try unwatch(id)
            try watch(id)
            adopt(id, at: now)
        }
        return !came.isEmpty
    }

    /// Sets a domain's watches: on its own nodes, and on what it serves to others.
    func watch(_ id: DomainID) throws(StoreError) {
        try Inventory.watch(id, on: store)
        if keeper != nil { try BackEndInventory.watch(id, on: store) }
    }

    private func unwatch(_ id: DomainID) throws(StoreError) {
        try Inventory.unwatch(id, on: store)
        if keeper != nil { try BackEndInventory.unwatch(id, on: store) }
    }

    private func adopt(_ id: DomainID, at now: Instant) {
        inventory.update(id) { record in
            guard let inherited = inheritance[id], inherited.uuid == record.info.uuid else { return }
            record.ownTarget = inherited.target
            record.knownOffset = inherited.offset
            record.lastWrite = inherited.lastWrite
            if let hold = inherited.hold, hold.until > now { record.hold = hold }
        }
        inheritance[id] = nil
    }

    /// Holds the targets that somebody else has written: they are the administrator's, and it is not ours to fight them.
    func respectForeignTargets(_ domains: [DomainID], at now: Instant) {
        for id in domains {
            inventory.update(id) { record in
                guard let target = record.nodes.target else { return }
                let duration = settings.settings.host.holdDuration
                record.hold = TargetHold(
                    target: target,
                    until: now + duration,
                    wallSeconds: clock.wallSeconds() + duration.count / 1000
                )
                record.ownTarget = nil
                logger.notice(
                    "target was set by hand and is held",
                    metadata: [
                        "domain.id": "\(id)", "domain.name": "\(record.displayName)",
                        "target.kib": "\(target.count)",
                        "hold.seconds": "\(duration.count / 1000)",
                    ]
                )
            }
        }
    }

    /// Takes back the domains whose hold time has passed.
    func endHolds(at now: Instant) {
        for index in inventory.marks.indices where inventory.marks[index].isKept {
            guard let hold = inventory.records[index].hold, now >= hold.until else { continue }
            inventory.update(at: index) { $0.hold = nil }
            logger.notice(
                "hold time has passed and the domain is balanced again",
                metadata: ["domain.id": "\(inventory.records[index].info.id)"]
            )
        }
    }
}
