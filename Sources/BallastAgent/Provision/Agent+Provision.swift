import Ballooning
import Logging
import Xen

extension Agent {
    /// Brings guests what their own agents are to find: once for each, and again when the settings change.
    func provideGuests() throws(StoreError) {
        guard !options.isDryRun else { return }
        for index in inventory.records.indices where inventory.records[index].role == .guest {
            let provision = settings.provision(inventory.records[index].profile)
            let lacksNode = provision.hasMeminfoNode && !inventory.records[index].hasMeminfoNode
            // Only an agent that speaks our language reads the line.
            let isUntold =
                inventory.records[index].guest.report != nil && inventory.records[index].tunables != provision.tunables
            guard lacksNode || isUntold else { continue }
            let record = inventory.records[index]
            do {
                if lacksNode {
                    try makeMeminfoNode(of: record)
                    inventory.update(at: index) { $0.hasMeminfoNode = true }
                }
                if isUntold {
                    try tell(provision.tunables, to: record)
                    inventory.update(at: index) { $0.tunables = provision.tunables }
                }
            } catch {
                guard error.code != .disconnected else { throw error }
                troubles.note(
                    "cannot write for a guest's agent",
                    ["error": "\(error)"],
                    about: record.info.id,
                    at: clock.now(),
                    to: logger
                )
            }
        }
    }

    private func tell(_ tunables: GuestTunables, to record: DomainRecord) throws(StoreError) {
        let path = StorePath.domain(record.info.id).appending(ReportFormat.settingsPath.text)
        // Most guests are told nothing: one request finds that no earlier run has left them anything.
        if tunables == GuestTunables() { guard try store.readIfPresent(path) != nil else { return } }
        try change(record) { (transaction) throws(StoreError) in
            guard tunables != GuestTunables() else { return try store.removeIfPresent(path, in: transaction) }
            var line: [UInt8] = []
            tunables.encode(into: &line)
            try store.write(path, line, in: transaction)
        }
    }

    /// Makes the node that Qubes' toolstack makes and xl does not. The guest owns it, as it does there.
    private func makeMeminfoNode(of record: DomainRecord) throws(StoreError) {
        let path = StorePath.domain(record.info.id).appending(DomainNode.qubesUsed.rawValue)
        try change(record) { (transaction) throws(StoreError) in
            guard try store.readIfPresent(path, in: transaction) == nil else { return }
            try store.write(path, "", in: transaction)
            try store.setPermissions(path, [StorePermission(.none, record.info.id)], in: transaction)
        }
    }

    /// Makes a change below the home of a domain, unless the home is another's or nobody's by now.
    private func change(
        _ record: DomainRecord,
        _ body: (StoreTransaction) throws(StoreError) -> Void
    ) throws(StoreError) {
        let home = DomainHome(record.info.id, record.info.uuid)
        try store.transaction { (transaction) throws(StoreError) in
            guard try home.stands(in: store, transaction) else { return .abort(()) }
            try body(transaction)
            return .commit(())
        }
    }
}
