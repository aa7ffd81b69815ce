import Ballooning
import Logging
import Xen

extension Agent {
    /// Reads the settings that have changed in xenstore and puts them in force; those that are refused are published.
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
        try publishRefusals(before: before)
        return hasChanged
    }

    private func publishRefusals(before: [String: SettingRefusal]) throws(StoreError) {
        guard !options.isDryRun else { return }
        let mended = before.keys.filter { configuration.refusals[$0] == nil }
        let texts = configuration.refusals.map { (path: $0.key, text: "\($0.value)") }
        do {
            try errors.publish(texts.sorted { $0.path < $1.path }, removing: mended, to: store)
        } catch {
            guard error.code != .disconnected else { throw error }
            troubles.note("cannot publish refused settings", "\(error)", to: logger)
        }
    }
}
