public import Xen

/// What the doctor looks at: the machine, or in a test whatever stands for one.
public struct HostFacts: Sendable {
    /// Where the file system is looked at; a test brings a folder of its own.
    public var root: String
    /// Who asks.
    public var userID: UInt32
    /// The options that Xen was started with; nil where they cannot be found out.
    public var commandLine: String?
    /// The connection to xenstored, or why there is none.
    public var store: Result<any Store, AdministrationError>
    /// Whether a process runs.
    public var isAlive: @Sendable (Int32) -> Bool

    /// Brings the facts together.
    public init(
        root: String = "",
        userID: UInt32,
        commandLine: String?,
        store: Result<any Store, AdministrationError>,
        isAlive: @escaping @Sendable (Int32) -> Bool = AgentProcess.isAlive
    ) {
        self.root = root
        self.userID = userID
        self.commandLine = commandLine
        self.store = store
        self.isAlive = isAlive
    }
}
