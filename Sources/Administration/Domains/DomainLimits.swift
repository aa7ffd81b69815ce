import BallastAgent
public import Xen

/// Between which sizes a domain is balanced, and who says so.
public struct DomainLimits: Sendable, Hashable {
    /// The domain.
    public var domain: DomainEntry
    /// What it is never driven below; nil while no agent has published it.
    public var floor: KiB?
    /// Where the floor comes from.
    public var floorSource: String
    /// What it needs; nil while no agent has published it.
    public var goal: KiB?
    /// Where the goal comes from.
    public var goalSource: String
    /// What it holds; nil while no agent has published it.
    public var current: KiB?
    /// What it is never raised above; nil while no agent has published it.
    public var ceiling: KiB?
    /// Where the ceiling comes from.
    public var ceilingSource: String

    /// The setting that a floor can be set with.
    public static let minimumKey = "dynamic-min-mb"
    /// The setting that a ceiling can be set with.
    public static let maximumKey = "dynamic-max-mb"

    /// Reads the limits of a domain.
    ///
    /// - Parameters:
    ///   - status: what the agent has published of it.
    ///   - keys: the names below which its settings may stand.
    public static func read(
        of domain: DomainEntry,
        status: DomainStatus?,
        keys: [String],
        from store: some Store,
        _ editor: ConfigurationEditor
    ) throws(AdministrationError) -> DomainLimits {
        var floorSource = "worked out from its size"
        if let setting = try set(minimumKey, keys, editor) {
            floorSource = setting
        } else if let node = try node("dynamic-min", of: domain, store) {
            floorSource = node
        }
        var ceilingSource = "what it was built for"
        if let setting = try set(maximumKey, keys, editor) {
            ceilingSource = setting
        } else if let node = try node("dynamic-max", of: domain, store) {
            ceilingSource = node
        } else if let node = try node("static-max", of: domain, store) {
            ceilingSource = node
        }
        return DomainLimits(
            domain: domain,
            floor: status?.floor,
            floorSource: floorSource,
            goal: status?.goal,
            goalSource: goalSource(status),
            current: status?.current,
            ceiling: status?.ceiling,
            ceilingSource: ceilingSource
        )
    }

    private static func set(
        _ key: String,
        _ domain: [String],
        _ editor: ConfigurationEditor
    ) throws(AdministrationError) -> String? {
        guard let definition = SettingDefinition.named(key) else { return nil }
        let entry = try editor.entry(definition, for: domain)
        guard entry.origin != .builtIn, entry.value != .automatic else { return nil }
        return "set with \(key) = \(entry.value) (\(entry.origin))"
    }

    private static func node(
        _ name: String,
        of domain: DomainEntry,
        _ store: some Store
    ) throws(AdministrationError) -> String? {
        do {
            let path = StorePath.domain(domain.id).appending("memory").appending(name)
            guard let size = try store.readIfPresent(path).flatMap({ KiB(parsing: $0) }) else { return nil }
            return "the toolstack's memory/\(name), \(MemorySize(size))"
        } catch {
            throw .store(error)
        }
    }

    private static func goalSource(_ status: DomainStatus?) -> String {
        guard let status else { return "no agent has published it" }
        guard let estimate = status.estimate else { return "the guest does not report what it needs" }
        guard let headroom = status.headroom, headroom > .zero else { return "its report" }
        return "its report, \(MemorySize(estimate)), and \(MemorySize(headroom)) for its stalls"
    }

    /// The limits for programs.
    public var json: JSON {
        [
            "domid": .number(Int(domain.id.rawValue)), "name": .string(domain.name), "uuid": .text(domain.uuid),
            "floor_kib": .amount(floor), "floor_source": .string(floorSource), "goal_kib": .amount(goal),
            "goal_source": .string(goalSource), "current_kib": .amount(current), "ceiling_kib": .amount(ceiling),
            "ceiling_source": .string(ceilingSource),
        ]
    }
}
