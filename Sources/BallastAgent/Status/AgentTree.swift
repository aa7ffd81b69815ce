public import Xen

/// Where Ballast's own nodes stand in xenstore, for the agent and for the tools that speak with it.
public enum AgentTree {
    /// Everything of Ballast's.
    public static let root: StorePath = "/tool/ballast"
    /// What the agent publishes.
    public static let status = root.appending("status")
    /// What the administrator sets.
    public static let configuration = root.appending("config")
    /// Which settings were refused, and why.
    public static let errors = root.appending("errors")
    /// Which domains the administrator has pinned, and until when.
    public static let holds = root.appending("hold")
    /// Which domains are to be let go; the agent takes the nodes away.
    public static let releases = root.appending("release")
    /// For how many milliseconds every pool is to be squeezed; the agent takes the node away.
    public static let squeeze = root.appending("squeeze")
    /// Memory that somebody asks to be kept free, with the agent's answers.
    public static let reservations = root.appending("reservations")
    /// What the agent publishes of a domain.
    static func status(of domain: DomainID) -> StorePath {
        status.appending("domain").appending("\(domain)")
    }
    /// The values in force that stand nowhere else in the store, by where they come from.
    public static let settings = status.appending("settings")
}
