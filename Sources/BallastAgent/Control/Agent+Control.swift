import Ballooning
import Logging
import Xen

extension Agent {
    /// Does what the administrator asks for in the store, and takes away the requests that are done.
    func carryOutControl(at now: Instant) throws(StoreError) {
        inventory.assignPins(control.pins)
        isStatusStale = true
        for name in control.releases.sorted() {
            let domains = inventory.domains(called: name)
            for index in domains where inventory.records[index].hold != nil {
                inventory.update(at: index) { $0.hold = nil }
                logger.notice(
                    "domain is released and balanced again",
                    metadata: ["domain.id": "\(inventory.records[index].info.id)", "domain.name": "\(name)"]
                )
            }
            if !domains.isEmpty { try consume(AgentTree.releases.appending(name)) }
            control.finishRelease(of: name, isKnown: !domains.isEmpty)
        }
        if let squeeze = control.squeeze {
            snapshot.squeezeUntil = now + squeeze
            logger.notice("pools are squeezed by order", metadata: ["milliseconds": "\(squeeze.count)"])
            try consume(AgentTree.squeeze)
            control.finishSqueeze()
        }
    }

    private func consume(_ path: StorePath) throws(StoreError) {
        guard !options.isDryRun else { return }
        do {
            try store.removeIfPresent(path)
        } catch {
            guard error.code != .disconnected else { throw error }
            trouble("cannot take a request away that is done", error, from: .store)
        }
    }
}

extension Inventory {
    /// Where the domains stand in ``records`` that have this uuid or this name.
    func domains(called text: String) -> [Int] {
        let uuid = DomainUUID(parsing: text)
        return records.indices.filter { index in
            uuid.map { $0 == records[index].info.uuid } ?? (records[index].nodes.name == text)
        }
    }

    /// Gives each domain the pin that its uuid or its name has.
    mutating func assignPins(_ pins: [String: Pin]) {
        for index in marks.indices where marks[index].isKept { update(at: index) { $0.pin = nil } }
        for (name, pin) in pins {
            for index in domains(called: name) { update(at: index) { $0.pin = pin } }
        }
    }
}
