import Ballooning
import Logging
import Xen

extension Agent {
    /// Reads the settings that have changed in xenstore and puts them in force, with those of a file that was read anew.
    ///
    /// - Returns: whether the next plan may come out differently.
    func applyConfiguration() throws(StoreError) -> Bool {
        let before = configuration.refusals
        let isStoreNew = try configuration.readChanges(from: store)
        guard isStoreNew || areSettingsStale else { return false }
        areSettingsStale = false
        areSettingsUnpublished = true
        layers.store = configuration.layer
        let hasChanged = resolveSettings()
        if hasChanged { logger.notice("settings have changed") }
        for (path, refusal) in configuration.refusals.sorted(by: { $0.key < $1.key }) where before[path] != refusal {
            meters.note(refused: .setting)
            logger.warning("setting is refused, the value before it stays in force", error: refusal)
        }
        return hasChanged
    }

    /// Works out what follows from the layers, for the domains that run now.
    ///
    /// - Returns: whether it is something new.
    @discardableResult
    func resolveSettings() -> Bool {
        let resolved = layers.resolve(names: layers.hasDomains ? inventory.names : [:])
        let hasChanged = resolved != settings
        settings = resolved
        inventory.assignProfiles(settings)
        return hasChanged
    }

    /// Publishes the values that nobody else can know: those of the command line, of the file as it was read, and those
    /// that stay in force although the node in xenstore says something else by now.
    func publishSettings() throws(StoreError) {
        guard areSettingsUnpublished, !options.isDryRun else { return }
        var layers = layers
        layers.store = configuration.kept
        let values = PublishedSettings.texts(of: layers)
        let paths = Set(values.map(\.path))
        do {
            try status.publish(
                values,
                removing: StatusTree.emptied(from: publishedSettings, to: paths),
                to: store
            )
            publishedSettings = paths
            areSettingsUnpublished = false
        } catch {
            guard error.code != .disconnected else { throw error }
            trouble("cannot publish the settings", error, from: .store)
        }
    }

    /// Publishes what was refused, and takes back what was mended.
    func publishRefusals() throws(StoreError) {
        guard !options.isDryRun else { return }
        var texts = configuration.refusals.mapValues(\.description)
        texts.merge(reservations.refusals) { first, _ in first }
        texts.merge(fileRefusals) { first, _ in first }
        texts.merge(control.refusals) { first, _ in first }
        guard texts != publishedRefusals else { return }
        let mended = StatusTree.emptied(from: Set(publishedRefusals.keys), to: Set(texts.keys))
        let values = texts.sorted { $0.key < $1.key }.map { (path: $0.key, text: Optional($0.value)) }
        do {
            try errors.publish(values, removing: mended, to: store)
            publishedRefusals = texts
        } catch {
            guard error.code != .disconnected else { throw error }
            trouble("cannot publish what was refused", error, from: .store)
        }
    }
}
