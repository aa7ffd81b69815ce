import Xen

/// Where Ballast's own nodes stand in xenstore.
enum AgentTree {
    /// Everything of Ballast's.
    static let root: StorePath = "/tool/ballast"
    /// What the agent publishes.
    static let status = root.appending("status")
    /// What the administrator sets.
    static let configuration = root.appending("config")
    /// Which settings were refused, and why.
    static let errors = root.appending("errors")
}
