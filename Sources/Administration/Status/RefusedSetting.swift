import BallastAgent
public import Xen

/// A value that the agent has refused, as it has published it.
public struct RefusedSetting: Sendable, Hashable {
    /// The value's path below the configuration, or what else was refused.
    public var path: String
    /// What is wrong with it.
    public var problem: String

    /// All of them, by their paths.
    public static func all(in store: some Store) throws(StoreError) -> [RefusedSetting] {
        var found: [RefusedSetting] = []
        try collect("", in: store, into: &found)
        return found.sorted { $0.path < $1.path }
    }

    /// Deeper than anything that is published.
    private static let deepest = 4

    private static func collect(
        _ path: String,
        depth: Int = 0,
        in store: some Store,
        into found: inout [RefusedSetting]
    ) throws(StoreError) {
        guard depth < deepest else { return }
        let node = path.isEmpty ? AgentTree.errors : AgentTree.errors.appending(path)
        for name in try store.children(of: node) {
            let below = path.isEmpty ? name : "\(path)/\(name)"
            if let text = try store.text(AgentTree.errors.appending(below)), !text.isEmpty {
                found.append(RefusedSetting(path: below, problem: text))
            }
            try collect(below, depth: depth + 1, in: store, into: &found)
        }
    }

    /// The refusal for programs.
    public var json: JSON {
        ["path": .string(path), "problem": .string(problem)]
    }
}
