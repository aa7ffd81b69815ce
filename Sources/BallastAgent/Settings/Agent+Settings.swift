import Ballooning
import Logging
import Xen

extension Agent {
    /// Reads the settings that have changed in xenstore and puts them in force.
    ///
    /// - Returns: whether the next plan may come out differently.
    func applyConfiguration() throws(StoreError) -> Bool {
        let before = configuration.refusals
        guard try configuration.readChanges(from: store) else { return false }
        layers.store = configuration.layer
        let resolved = layers.resolve()
        let hasChanged = resolved != settings
        settings = resolved
        inventory.assignProfiles(settings)
        if hasChanged { logger.notice("settings have changed") }
        for (path, refusal) in configuration.refusals.sorted(by: { $0.key < $1.key }) where before[path] != refusal {
            logger.warning("setting is refused, the value before it stays in force", error: refusal)
        }
        return hasChanged
    }

    /// Publishes what was refused, and takes back what was mended.
    func publishRefusals() throws(StoreError) {
        guard !options.isDryRun else { return }
        var texts = configuration.refusals.mapValues(\.description)
        texts.merge(reservations.refusals) { first, _ in first }
        texts.merge(control.refusals) { first, _ in first }
        guard texts != publishedRefusals else { return }
        let mended = publishedRefusals.keys.filter { texts[$0] == nil }
        let values = texts.sorted { $0.key < $1.key }.map { (path: $0.key, text: $0.value) }
        do {
            try errors.publish(values, removing: mended, to: store)
            publishedRefusals = texts
        } catch {
            guard error.code != .disconnected else { throw error }
            troubles.note("cannot publish what was refused", "\(error)", to: logger)
        }
    }
}
