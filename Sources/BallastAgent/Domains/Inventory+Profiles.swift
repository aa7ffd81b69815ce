import Ballooning
import Xen

extension Inventory {
    /// The names of the domains that have one, by their uuid.
    var names: [String: String] {
        var names: [String: String] = [:]
        for record in records { names["\(record.info.uuid)"] = record.nodes.name }
        return names
    }

    /// Gives each domain the profile that its uuid or its name has, the default where neither has one.
    mutating func assignProfiles(_ settings: ResolvedSettings) {
        updateAll { record in
            guard !settings.profiles.isEmpty else {
                record.profile = 0
                return
            }
            let byName = record.nodes.name.flatMap { settings.profiles[$0] }
            record.profile = settings.profiles["\(record.info.uuid)"] ?? byName ?? 0
        }
    }
}
