import BallastAgent
public import Xen

/// Calls back what the domains hold above their needs.
public enum SqueezeControl {
    /// Asks the agent to squeeze every pool now.
    ///
    /// - Parameter span: for how long no domain may hold more than it needs.
    public static func squeeze(for span: TimeSpan, on store: some Store) throws(StoreError) {
        try store.write(AgentTree.squeeze, "\(span.milliseconds)")
    }
}
